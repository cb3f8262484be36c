package acuse.common.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port on loopback on which nobody listens, neither over TCP nor over UDP, for as long as this
 * object is open. A port that was free a moment ago may be somebody else's by now.
 *
 * <p>Over TCP it is held by a socket that does not listen. A server that sets {@code SO_REUSEADDR},
 * as most do, can still listen there; nobody else is given the port by chance. Over UDP it is held
 * by a socket that is connected to another address: the system refuses whatever else comes.
 */
public final class ClosedPort implements AutoCloseable {
  /** The service "discard", which no test sends anything to. */
  private static final int ELSEWHERE = 9;

  private final Socket tcp;
  private final DatagramSocket udp;

  private ClosedPort(Socket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  /** Holds one on both protocols. */
  public static ClosedPort hold() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      Socket tcp = new Socket();
      try {
        tcp.setReuseAddress(true);
        tcp.bind(new InetSocketAddress(loopback, 0));
        DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        udp.connect(loopback, ELSEWHERE);
        return new ClosedPort(tcp, udp);
      } catch (BindException e) {
        tcp.close(); // the number is somebody's over UDP: the next one
      }
    }
  }

  public int number() {
    return tcp.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    udp.close();
  }
}
