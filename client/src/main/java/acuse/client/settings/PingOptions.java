package acuse.client.settings;

import static acuse.common.command.ProgramOption.flag;
import static acuse.common.command.ProgramOption.value;

import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.ProgramOption;
import java.util.List;

/**
 * The options of {@code client ping}. A new one is declared here, put into one of the lists, and
 * read in {@link PingSettings#of}.
 */
public final class PingOptions {
  /** The default is to go on until Ctrl-C. */
  static final ProgramOption<Integer> COUNT =
      value("--count", "N", Integer.class, new PositiveNumberConverter());

  static final ProgramOption<Boolean> CONNECT = flag("--connect");

  /** Options about the server. */
  public static final List<ProgramOption<?>> PEER =
      MeasuringOptions.joined(
          List.of(MeasuringOptions.PEER, List.of(ClientOptions.TIMEOUT, ClientOptions.TLS)));

  /** Options about what is sent, when, and how that is told. */
  public static final List<ProgramOption<?>> PROBES =
      List.of(
          COUNT,
          MeasuringOptions.INTERVAL,
          CONNECT,
          MeasuringOptions.SIZE,
          MeasuringOptions.FORMAT,
          ClientOptions.LANG);

  /** All options, except for {@code --help}. */
  public static final List<ProgramOption<?>> ALL =
      MeasuringOptions.joined(List.of(PEER, ClientOptions.TLS_DETAILS, PROBES));

  private PingOptions() {}
}
