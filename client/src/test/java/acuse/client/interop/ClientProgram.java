package acuse.client.interop;

import acuse.client.ClientMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Our own client as a process, from the classes under test. */
final class ClientProgram {
  /** A busy machine is to be waited for; a peer that is silent on purpose has its own timeout. */
  private static final String PATIENCE = "--timeout=30s";

  private ClientProgram() {}

  static PeerProcess tcp(String port, String... arguments) {
    return start("tcp", port, arguments);
  }

  static PeerProcess udp(String port, String... arguments) {
    return start("udp", port, arguments);
  }

  /** Without a protocol. */
  static PeerProcess at(String port, String... arguments) {
    List<String> words = new ArrayList<>(List.of("--port=" + port, PATIENCE));
    words.addAll(Arrays.asList(arguments));
    return start(Map.of(), words);
  }

  /** With these arguments and no others, and these variables in its environment. */
  static PeerProcess start(Map<String, String> variables, List<String> arguments) {
    return PeerProcess.start(Path.of("."), command(arguments), variables);
  }

  /** How it is started. */
  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(command());
    command.addAll(arguments);
    return command;
  }

  /** The command that starts it without the start script; arguments follow. */
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ClientMain.class.getName());
  }

  private static PeerProcess start(String protocol, String port, String... arguments) {
    List<String> words = new ArrayList<>(List.of("--protocol=" + protocol));
    words.addAll(Arrays.asList(arguments));
    return at(port, words.toArray(new String[0]));
  }
}
