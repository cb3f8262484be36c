package acuse.server;

import acuse.server.config.ServerConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * What a command line asks of the {@code server} program.
 *
 * @param config the server to start
 * @param quiet whether neither sessions nor messages are shown
 * @param drainDelay how long it still serves after SIGTERM
 * @param sessions where a line for each session goes; empty for nowhere
 * @param capture what is captured; empty for nothing
 */
record ServerSettings(
    ServerConfig config,
    boolean quiet,
    Duration drainDelay,
    Optional<OutputFile> sessions,
    Optional<CaptureSettings> capture) {
  /** Whether a program reads the standard output, so that lines for people go elsewhere. */
  boolean ownsOutput() {
    return sessions.filter(OutputFile::isStandardOutput).isPresent()
        || capture.filter(each -> each.file().isStandardOutput()).isPresent();
  }
}
