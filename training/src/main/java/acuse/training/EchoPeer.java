package acuse.training;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers with the same bytes, over TCP and UDP. The server is not on the client's class path. */
final class EchoPeer implements Closeable {
  private static final int MAX_DATAGRAM_BYTES = 65_535;

  private final ServerSocket tcp;
  private final DatagramSocket udp;

  EchoPeer() throws IOException {
    tcp = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    start(this::echoStreams);
    start(this::echoDatagrams);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  int tcpPort() {
    return tcp.getLocalPort();
  }

  int udpPort() {
    return udp.getLocalPort();
  }

  private void echoStreams() {
    try {
      while (true) {
        try (Socket peer = tcp.accept()) {
          peer.getInputStream().transferTo(peer.getOutputStream());
        }
      }
    } catch (IOException e) {
      // Closed: the training is over.
    }
  }

  private void echoDatagrams() {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
    try {
      while (true) {
        packet.setLength(MAX_DATAGRAM_BYTES);
        udp.receive(packet);
        udp.send(packet);
      }
    } catch (IOException e) {
      // Closed: the training is over.
    }
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    udp.close();
  }
}
