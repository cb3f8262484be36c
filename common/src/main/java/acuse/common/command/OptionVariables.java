package acuse.common.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The names of the variables that an option can come from. A command within a program has its own,
 * so that a variable for the program changes nothing in what the command measures; where the peer
 * is, they share.
 *
 * <pre>
 * server --tcp-port       ACUSE_TCP_PORT
 * client --timeout        ACUSE_TIMEOUT
 * client bench --timeout  ACUSE_BENCH_TIMEOUT
 * client bench --host     ACUSE_BENCH_HOST, or else ACUSE_HOST
 * </pre>
 */
final class OptionVariables {
  private static final Set<String> SHARED =
      Set.of("--host", "--port", "--tcp-port", "--udp-port", "--protocol", "--lang");

  private static final String SHARED_TLS = "--tls";

  private OptionVariables() {}

  /** The names for {@code option}; the first one that is set counts. */
  static List<String> of(OptionSpec option) {
    String name = option.longestName();
    List<String> variables = new ArrayList<>();
    String command = path(option.command());
    variables.add(variable(command + name.substring("--".length())));
    if (!command.isEmpty() && (SHARED.contains(name) || name.startsWith(SHARED_TLS))) {
      variables.add(variable(name.substring("--".length())));
    }
    return variables;
  }

  /** The names of the commands within the program, {@code bench-}; empty for the program itself. */
  private static String path(CommandSpec command) {
    return command == null || command.parent() == null
        ? ""
        : path(command.parent()) + command.name() + "-";
  }

  private static String variable(String words) {
    return EnvironmentDefaults.PREFIX + words.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
