package acuse.client.docs;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ports of the examples, and those that stand in for them. Where a program listens, its real
 * port stands in. Where none does, a port that is closed for as long as this object is open.
 */
final class ExamplePorts implements AutoCloseable {
  static final int TCP = 65432;
  static final int UDP = 65433;

  /** Every port that an example may name. */
  private static final Pattern EXAMPLE =
      Pattern.compile("(?<![\\d.])(65432|65433|56432|56433|56443|47100|47999)(?!\\d)");

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Map<Integer, Integer> listening = new HashMap<>();
  private final Map<Integer, Integer> closed = new HashMap<>();
  private final List<AutoCloseable> held = new ArrayList<>();

  /** The example ports in {@code text}, in order. */
  static Set<Integer> in(String text) {
    Set<Integer> ports = new LinkedHashSet<>();
    EXAMPLE.matcher(text).results().forEach(match -> ports.add(Integer.valueOf(match.group())));
    return ports;
  }

  /** A pattern for {@code text} in which each example port may be any; a group catches it. */
  static Pattern anyPorts(String text) {
    StringBuilder pattern = new StringBuilder();
    int done = 0;
    Matcher matcher = EXAMPLE.matcher(text);
    while (matcher.find()) {
      pattern.append(Pattern.quote(text.substring(done, matcher.start()))).append("(\\d+)");
      done = matcher.end();
    }
    return Pattern.compile(pattern.append(Pattern.quote(text.substring(done))).toString());
  }

  /** {@code text} with the real ports in place of the examples'. */
  String real(String text) {
    return EXAMPLE.matcher(text).replaceAll(match -> "" + real(Integer.parseInt(match.group())));
  }

  /** The real port in place of {@code example}. */
  int real(int example) {
    Integer port = listening.get(example);
    return port != null ? port : closed.computeIfAbsent(example, unused -> reserveClosed());
  }

  /** The example that {@code real} stands in for, or null. */
  Integer example(int real) {
    return Stream.of(listening, closed)
        .flatMap(ports -> ports.entrySet().stream())
        .filter(port -> port.getValue() == real)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  boolean isListening(int example) {
    return listening.containsKey(example);
  }

  /** Something listens on {@code real} now, which an example calls {@code example}. */
  void listens(int example, int real) {
    listening.put(example, real);
  }

  /**
   * The server that listened there is gone. Its ports are closed from now on, and keep their
   * numbers.
   */
  void gone(Set<Integer> examples) {
    for (int example : examples) {
      Integer real = listening.remove(example);
      if (real != null) {
        // The number may be somebody's on the protocol that the example does not speak of.
        boolean heldTcp = holdTcp(real);
        if (holdUdp(real) || heldTcp) {
          closed.put(example, real);
        }
      }
    }
  }

  /** A port that is free on TCP and UDP at this moment, for a program that cannot choose one. */
  static int free() {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK)) {
        return udp.getLocalPort();
      } catch (IOException e) {
        // The number is taken on UDP: draw again.
      }
    }
  }

  private int reserveClosed() {
    int port = free();
    while (!(holdTcp(port) && holdUdp(port))) {
      port = free();
    }
    return port;
  }

  /** Holds a port so that nobody else gets it, by a socket that does not listen. */
  private boolean holdTcp(int port) {
    Socket tcp = new Socket();
    held.add(tcp);
    try {
      tcp.setReuseAddress(true); // connections of before may be in TIME_WAIT
      tcp.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same, by a socket that is connected to another: the system refuses all other peers. */
  private boolean holdUdp(int port) {
    try {
      DatagramSocket udp = new DatagramSocket(port, LOOPBACK);
      held.add(udp);
      udp.connect(LOOPBACK, 9);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    for (AutoCloseable socket : held) {
      try {
        socket.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
