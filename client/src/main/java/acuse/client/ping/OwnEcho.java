package acuse.client.ping;

import acuse.common.protocol.Protocol;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers on the loopback with the same bytes: one connection, and any datagram. */
final class OwnEcho implements Closeable {
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  OwnEcho() throws IOException {
    tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    start(this::echoStream);
    start(this::echoDatagrams);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "acuse-ping-echo");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address(Protocol protocol) {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(),
        protocol == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort());
  }

  private void echoStream() {
    try (Socket peer = tcp.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException e) {
      // Closed: it is not needed any more.
    }
  }

  private void echoDatagrams() {
    byte[] buffer = new byte[Protocol.MAX_DATAGRAM_BYTES];
    try {
      while (true) {
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        udp.receive(datagram);
        udp.send(datagram);
      }
    } catch (IOException e) {
      // Closed: it is not needed any more.
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
