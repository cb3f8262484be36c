package acuse.server;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for what is written down of the sessions. */
final class SeeOptions {
  static final String SESSIONS = "--sessions";

  @Option(names = SESSIONS, paramLabel = "FILE")
  private Path sessions;

  /** Where the line of each session goes; empty for nowhere. */
  Optional<OutputFile> sessions() {
    return Optional.ofNullable(sessions).map(OutputFile::new);
  }
}
