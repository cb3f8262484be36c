package acuse.server;

import acuse.common.command.SizeConverter;
import acuse.common.command.UsageException;
import acuse.server.capture.CaptureConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for what is written down of the sessions, and of the wire. */
final class SeeOptions {
  static final String PCAP = "--pcap";
  static final String SESSIONS = "--sessions";
  private static final String PCAP_LIMIT = "--pcap-limit";
  private static final String PCAP_BYTES = "--pcap-bytes";

  @Option(names = PCAP, paramLabel = "FILE")
  private Path pcap;

  @Option(names = PCAP_LIMIT, paramLabel = "SIZE", converter = SizeConverter.class)
  private Long pcapLimitBytes;

  @Option(names = PCAP_BYTES, paramLabel = "SIZE", converter = SizeConverter.class)
  private Long pcapPacketBytes;

  @Option(names = SESSIONS, paramLabel = "FILE")
  private Path sessions;

  /** Where the line of each session goes; empty for nowhere. */
  Optional<OutputFile> sessions() {
    return Optional.ofNullable(sessions).map(OutputFile::new);
  }

  /**
   * What is captured, and where that goes; empty for nothing.
   *
   * @throws UsageException if an option needs {@code --pcap}, or both outputs are the standard one
   */
  Optional<CaptureSettings> pcap() {
    if (pcap == null) {
      requireNone(PCAP_LIMIT, pcapLimitBytes);
      requireNone(PCAP_BYTES, pcapPacketBytes);
      return Optional.empty();
    }
    OutputFile file = new OutputFile(pcap);
    if (file.isStandardOutput() && sessions().filter(OutputFile::isStandardOutput).isPresent()) {
      throw new UsageException("see.oneOutput", PCAP, SESSIONS);
    }
    return Optional.of(
        new CaptureSettings(
            file,
            new CaptureConfig(
                (int) Math.min(bytes(pcapPacketBytes), Integer.MAX_VALUE), bytes(pcapLimitBytes))));
  }

  private static long bytes(Long given) {
    return given == null ? CaptureConfig.UNLIMITED : given;
  }

  private static void requireNone(String option, Long value) {
    if (value != null) {
      throw new UsageException("admin.noPort", option, PCAP);
    }
  }
}
