package acuse.common.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets picocli read {@link ProgramOption}s. */
public final class PicocliOptions {
  private PicocliOptions() {}

  /**
   * Adds {@code options} to {@code command}, and after them {@code --help} and {@code --version}.
   */
  public static void add(CommandSpec command, List<ProgramOption<?>> options) {
    for (ProgramOption<?> option : options) {
      command.addOption(option.isFlag() ? flag(option) : withValue(option));
    }
    command.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build());
    command.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).build());
  }

  /** The values of {@code options}, after picocli has parsed a command line. */
  public static OptionValues values(CommandSpec command, List<ProgramOption<?>> options) {
    OptionValues values = new OptionValues();
    for (ProgramOption<?> option : options) {
      Object value = command.findOption(option.name()).getValue();
      if (value != null) {
        values.put(option, value);
      }
    }
    return values;
  }

  /** No arity is set, for then {@code --verbose=false} is allowed. */
  private static OptionSpec flag(ProgramOption<?> option) {
    return OptionSpec.builder(option.name())
        .type(boolean.class)
        .converters(option.converter())
        .build();
  }

  private static OptionSpec withValue(ProgramOption<?> option) {
    return OptionSpec.builder(option.name())
        .type(option.type())
        .arity("1")
        .paramLabel(option.label())
        .converters(option.converter())
        .defaultValue(option.defaultText())
        .completionCandidates(
            option.converter() instanceof WordConverter<?> words ? words.words() : null)
        .build();
  }
}
