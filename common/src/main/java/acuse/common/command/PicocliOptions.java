package acuse.common.command;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets picocli read {@link ProgramOption}s. */
public final class PicocliOptions {
  private PicocliOptions() {}

  /** Adds {@code options} to {@code command}, and after them {@code --help}. */
  public static void add(CommandSpec command, List<ProgramOption<?>> options) {
    for (ProgramOption<?> option : options) {
      command.addOption(option.isFlag() ? flag(option) : withValue(option));
    }
    command.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build());
  }

  /** Adds {@code --version}, which a command within a program has not. */
  public static void addVersion(CommandSpec command) {
    command.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).build());
  }

  /** The names of {@code options} and {@code more}, for {@link OptionGroups}. */
  public static String[] names(List<ProgramOption<?>> options, String... more) {
    return Stream.concat(options.stream().map(ProgramOption::name), Stream.of(more))
        .toArray(String[]::new);
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
