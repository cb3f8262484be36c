package acuse.dist;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers TCP connections with the same bytes. */
final class EchoPeer implements Closeable {
  private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

  EchoPeer() throws IOException {
    Thread thread = new Thread(this::echo);
    thread.setDaemon(true);
    thread.start();
  }

  String portOption() {
    return "--port=" + socket.getLocalPort();
  }

  private void echo() {
    try {
      while (true) {
        try (Socket peer = socket.accept()) {
          peer.getInputStream().transferTo(peer.getOutputStream());
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
