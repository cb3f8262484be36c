package acuse.common.command;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets every option come from the environment: {@code --tcp-port} from {@code ACUSE_TCP_PORT}. */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "ACUSE_";

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A variable that is set to nothing counts: that is how an empty exit word is given. */
  @Override
  public String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
        ? environment.get(variable(option))
        : null;
  }

  /** {@code --tcp-port} is {@code ACUSE_TCP_PORT}. */
  static String variable(OptionSpec option) {
    return PREFIX
        + option.longestName().substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
