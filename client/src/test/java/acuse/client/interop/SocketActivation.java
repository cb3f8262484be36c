package acuse.client.interop;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts programs as systemd starts a service with sockets of its own. A Python program opens the
 * sockets, which stay open while the program it starts ends and is started again.
 */
final class SocketActivation {
  /**
   * Arguments: the host, the names, whether the UDP socket comes first, and the command. Before
   * each start a line and a datagram are sent, and what comes back is printed with the exit status.
   */
  private static final String RESTART_TWICE =
      """
      import os, signal, socket, sys
      host, names, udp_first, command = sys.argv[1], sys.argv[2], sys.argv[3] == "true", sys.argv[4:]
      family = socket.AF_INET6 if ":" in host else socket.AF_INET
      tcp = socket.socket(family, socket.SOCK_STREAM)
      tcp.bind((host, 0))
      tcp.listen()
      udp = socket.socket(family, socket.SOCK_DGRAM)
      udp.bind((host, 0))
      sockets = [udp, tcp] if udp_first else [tcp, udp]
      for start in range(3):
          line = socket.create_connection(("127.0.0.1", tcp.getsockname()[1]), 30)
          line.sendall(b"hola\\n")
          datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          datagram.settimeout(30)
          datagram.connect(("127.0.0.1", udp.getsockname()[1]))
          datagram.send(b"hola")
          pid = os.fork()
          if pid == 0:
              high = [os.dup2(each.fileno(), 100 + i) for i, each in enumerate(sockets)]
              for i, each in enumerate(high):
                  os.dup2(each, 3 + i)
                  os.close(each)
              os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
              os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2")
              if names:
                  os.environ["LISTEN_FDNAMES"] = names
              os.execvp(command[0], command)
          print(line.makefile().readline(), end="")
          print(datagram.recv(1000).decode())
          line.close()
          os.kill(pid, signal.SIGTERM)
          print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
      """;

  /** All that it prints if everything is answered. */
  static final String ALL_ANSWERED =
      "Servidor TCP recibió: hola\nServidor UDP recibió: hola\n0\n".repeat(3);

  /** As {@link #RESTART_TWICE}, with one socket, which is closed in the meantime. */
  private static final String START =
      """
      import os, socket, sys
      kind, command = sys.argv[1], sys.argv[2:]
      made = socket.socket(
          socket.AF_UNIX if kind == "unix" else socket.AF_INET,
          socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
      if kind != "unix":
          made.bind(("127.0.0.1", 0))
      if kind == "tcp":
          made.listen()
      os.dup2(made.fileno(), 100)
      os.dup2(100, 3)
      os.close(100)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
      os.execvp(command[0], command)
      """;

  private SocketActivation() {}

  static Finished restartTwice(String host, String names, boolean udpFirst, List<String> command) {
    List<Object> arguments = new ArrayList<>(List.of(host, names, udpFirst));
    arguments.addAll(command);
    return Tool.python(RESTART_TWICE, arguments.toArray());
  }

  /**
   * Starts {@code command} with one socket: tcp, udp, connected (which is none to listen) or unix.
   */
  static Finished start(String kind, List<String> command) {
    List<Object> arguments = new ArrayList<>(List.of(kind));
    arguments.addAll(command);
    return Tool.python(START, arguments.toArray());
  }
}
