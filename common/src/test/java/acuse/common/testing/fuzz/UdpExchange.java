package acuse.common.testing.fuzz;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** One UDP peer who waits for each answer before it says more. Over loopback nothing is lost so. */
public final class UdpExchange implements AutoCloseable {
  /** Long enough for the slowest machine; nothing waits this long unless it fails. */
  private static final int TIMEOUT_MILLIS = 20_000;

  private static final int RECEIVE_BYTES = 65_535;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final DatagramPacket received =
      new DatagramPacket(new byte[RECEIVE_BYTES], RECEIVE_BYTES);

  public UdpExchange(InetSocketAddress server) throws IOException {
    this.server = server;
    this.socket = new DatagramSocket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** The answer to {@code datagram}. */
  public byte[] ask(byte[] datagram) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, server));
    do {
      received.setLength(RECEIVE_BYTES);
      socket.receive(received);
    } while (!received.getSocketAddress().equals(server));
    return Arrays.copyOf(received.getData(), received.getLength());
  }

  @Override
  public void close() {
    socket.close();
  }
}
