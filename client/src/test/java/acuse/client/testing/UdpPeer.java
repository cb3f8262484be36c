package acuse.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;

/** A UDP socket in a test's own hands: it hears what is sent, and says what the test says. */
public final class UdpPeer implements AutoCloseable {
  private static final int FAR_TOO_LONG_MILLIS = 20_000;

  private final DatagramSocket socket;
  private SocketAddress client;
  private String lastHeard;

  public UdpPeer() throws IOException {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  /** On this address; 0 takes a free port. */
  public UdpPeer(InetAddress address, int port) throws IOException {
    socket = new DatagramSocket(port, address);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The next datagram, after waiting for it. */
  public String hear() throws IOException {
    return receive(FAR_TOO_LONG_MILLIS);
  }

  /** Waits for {@code text}, whatever comes before it. */
  public void hear(String text) throws IOException {
    while (!hear().equals(text)) {
      // a further try of an earlier message
    }
  }

  /** The datagram that came last; null if none has. */
  public String lastHeard() {
    return lastHeard;
  }

  /** A datagram that has come already; null if none has. */
  public String heard() throws IOException {
    try {
      return receive(1);
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  /** Sends to whomever was heard last. */
  public void say(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, client));
  }

  /** From now on the system refuses in its place. */
  public void leave() {
    socket.close();
  }

  @Override
  public void close() {
    leave();
  }

  private String receive(int limitMillis) throws IOException {
    byte[] buffer = new byte[65_535];
    DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
    socket.setSoTimeout(limitMillis);
    socket.receive(datagram);
    client = datagram.getSocketAddress();
    lastHeard = new String(buffer, 0, datagram.getLength(), UTF_8);
    return lastHeard;
  }
}
