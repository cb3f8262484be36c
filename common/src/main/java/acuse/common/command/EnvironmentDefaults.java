package acuse.common.command;

import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets every option come from the environment: {@code --tcp-port} from {@code ACUSE_TCP_PORT}; see
 * {@link OptionVariables}.
 *
 * <p>A variable that Kubernetes sets for a Service is not meant for us: it tells every container
 * that {@code acuse-tcp} is at {@code ACUSE_TCP_PORT=tcp://10.0.0.1:65432}.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  static final String PREFIX = "ACUSE_";

  private final Map<String, String> environment;
  private final IDefaultValueProvider otherwise;

  /**
   * Takes values from {@code environment}.
   *
   * @param otherwise knows what an option is without a variable; null if nobody does
   */
  EnvironmentDefaults(Map<String, String> environment, IDefaultValueProvider otherwise) {
    this.environment = environment;
    this.otherwise = otherwise;
  }

  /** A variable that is set to nothing counts: that is how an empty exit word is given. */
  @Override
  public String defaultValue(ArgSpec argument) throws Exception {
    String value =
        argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
            ? value(option)
            : null;
    return value == null && otherwise != null ? otherwise.defaultValue(argument) : value;
  }

  /** Whether a variable gives {@code option} its value. */
  public boolean isGiven(OptionSpec option) {
    return value(option) != null;
  }

  private String value(OptionSpec option) {
    String variable = variable(option, environment);
    return variable == null ? null : environment.get(variable);
  }

  /** Whether Kubernetes has set the variable, in the manner of Docker's links. */
  static boolean isOfService(String variable, String value) {
    return variable.endsWith("_PORT") && (value.startsWith("tcp://") || value.startsWith("udp://"));
  }

  /** The variable in {@code environment} that gives {@code option} its value; null for none. */
  static String variable(OptionSpec option, Map<String, String> environment) {
    for (String variable : OptionVariables.of(option)) {
      String value = environment.get(variable);
      if (value != null && !isOfService(variable, value)) {
        return variable;
      }
    }
    return null;
  }
}
