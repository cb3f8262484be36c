package acuse.client.settings;

import static acuse.common.command.ProgramOption.value;

import acuse.common.command.DurationConverter;
import acuse.common.command.ProgramOption;
import acuse.common.command.WordConverter;
import acuse.common.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The options that {@code client bench} and {@code client ping} share. */
public final class MeasuringOptions {
  /** Enough to hold a run and a sequence number. */
  private static final int MIN_PROBE_BYTES = 20;

  static final ProgramOption<Protocols> PROTOCOL =
      value("--protocol", "tcp|udp|both", Protocols.class, new WordConverter<>(Protocols.class))
          .withDefault("both");

  /** Both protocols' own ports, whose defaults are theirs. */
  public static final ProgramOption<Integer> TCP_PORT =
      value("--tcp-port", "PORT", Integer.class, new PeerPortConverter());

  public static final ProgramOption<Integer> UDP_PORT =
      value("--udp-port", "PORT", Integer.class, new PeerPortConverter());

  /** One port for both protocols; it and the ones above exclude each other. */
  public static final ProgramOption<Integer> PORT = ClientOptions.PORT;

  static final ProgramOption<Integer> SIZE =
      value(
              "--size",
              "N",
              Integer.class,
              new NumberConverter(MIN_PROBE_BYTES, Protocol.MAX_DATAGRAM_BYTES))
          .withDefault("64");

  static final ProgramOption<Duration> INTERVAL =
      value("--interval", "TIME", Duration.class, new DurationConverter()).withDefault("1s");

  static final ProgramOption<ResultFormat> FORMAT =
      value("--format", "text|json", ResultFormat.class, new WordConverter<>(ResultFormat.class))
          .withDefault("text");

  static final List<ProgramOption<?>> PEER =
      List.of(PROTOCOL, ClientOptions.HOST, PORT, TCP_PORT, UDP_PORT);

  private MeasuringOptions() {}

  static List<ProgramOption<?>> joined(List<List<ProgramOption<?>>> groups) {
    List<ProgramOption<?>> all = new ArrayList<>();
    groups.forEach(all::addAll);
    return List.copyOf(all);
  }
}
