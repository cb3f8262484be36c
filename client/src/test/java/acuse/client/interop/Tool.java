package acuse.client.interop;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs that Acuse is tried with. */
enum Tool {
  /** The one from OpenBSD: others have no {@code -N}. */
  NC("nc"),
  NCAT("ncat"),
  SOCAT("socat"),
  TELNET("telnet"),
  PYTHON("python3"),
  TMUX("tmux"),
  EXPECT("expect"),
  OPENSSL("openssl"),
  HAPROXY("haproxy"),
  CURL("curl"),
  /** A client of DNS. */
  DIG("dig"),
  CHROMIUM("chromium"),
  TSHARK("tshark"),
  CAPINFOS("capinfos");

  /** Where the server under test listens, as these programs are given it. */
  static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  private final String command;

  Tool(String command) {
    this.command = command;
  }

  /**
   * Starts it.
   *
   * @throws AssertionError if it is not installed
   */
  PeerProcess start(String... arguments) {
    return start(Map.of(), List.of(arguments));
  }

  /** The same, with these variables set in its environment besides. */
  PeerProcess start(Map<String, String> variables, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return PeerProcess.start(Path.of("."), words, variables);
  }

  /** Runs a Python program that is given in full, and waits for its end. */
  static Finished python(String program, Object... arguments) {
    List<String> words = new ArrayList<>(List.of("-c", program));
    for (Object argument : arguments) {
      words.add(String.valueOf(argument));
    }
    return PYTHON.start(words.toArray(new String[0])).finish();
  }
}
