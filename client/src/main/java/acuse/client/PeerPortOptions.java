package acuse.client;

import acuse.client.settings.MeasuringOptions;
import acuse.common.command.OptionValues;
import acuse.common.command.PicocliOptions;
import acuse.common.command.ProgramOption;
import acuse.common.command.UsageException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of a command that has one option for the port of both protocols and one for each. An
 * argument of the one kind beats a variable of the other.
 */
final class PeerPortOptions {
  private static final List<ProgramOption<?>> OWN =
      List.of(MeasuringOptions.TCP_PORT, MeasuringOptions.UDP_PORT);

  private PeerPortOptions() {}

  /**
   * The values of {@code options}, after picocli has parsed a command line.
   *
   * @throws UsageException if both kinds are among the arguments
   */
  static OptionValues values(CommandSpec command, List<ProgramOption<?>> options) {
    ParseResult parsed = command.commandLine().getParseResult();
    if (!parsed.hasMatchedOption(MeasuringOptions.PORT.name())) {
      return PicocliOptions.values(command, options);
    }
    for (ProgramOption<?> own : OWN) {
      if (parsed.hasMatchedOption(own.name())) {
        throw new UsageException("bench.ports", MeasuringOptions.PORT.name(), own.name());
      }
    }
    List<ProgramOption<?>> others =
        options.stream().filter(option -> !OWN.contains(option)).toList();
    return PicocliOptions.values(command, others);
  }
}
