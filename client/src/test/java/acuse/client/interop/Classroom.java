package acuse.client.interop;

import static acuse.client.interop.Tool.PYTHON;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The two servers that a class wrote, as they are. Killed when closed. */
final class Classroom implements AutoCloseable {
  private final PeerProcess server;
  private final String port;

  private Classroom(String program) {
    server = PYTHON.start(resource(program));
    port = server.awaitOut("puerto (\\d+)\n").group(1);
  }

  static Classroom tcpServer() {
    return new Classroom("classroom_tcp_server.py");
  }

  static Classroom udpServer() {
    return new Classroom("classroom_udp_server.py");
  }

  /** As an argument of a program. */
  String port() {
    return port;
  }

  PeerProcess process() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }

  private static String resource(String name) {
    try {
      return Path.of(Classroom.class.getResource(name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
