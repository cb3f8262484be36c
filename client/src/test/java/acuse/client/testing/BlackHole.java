package acuse.client.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses that neither take a connection nor refuse it: somebody listens there, whose queue is
 * full, and Linux drops what comes besides.
 */
public final class BlackHole implements AutoCloseable {
  /** On loopback, a connection that is taken is taken at once. */
  private static final int TAKEN_MILLIS = 300;

  private final int port;
  private final List<ServerSocket> listeners = new ArrayList<>();
  private final List<Socket> queues = new ArrayList<>();

  /** On one port, a free one, at each of {@code addresses}. */
  public BlackHole(String... addresses) throws IOException {
    int free = 0;
    for (String address : addresses) {
      ServerSocket listener = new ServerSocket(free, 1, InetAddress.getByName(address));
      listeners.add(listener);
      free = listener.getLocalPort();
      fill(new InetSocketAddress(listener.getInetAddress(), free));
    }
    port = free;
  }

  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queues) {
      socket.close();
    }
    for (ServerSocket listener : listeners) {
      listener.close();
    }
  }

  private void fill(InetSocketAddress address) throws IOException {
    boolean full = false;
    while (!full) {
      Socket socket = new Socket();
      queues.add(socket);
      try {
        socket.connect(address, TAKEN_MILLIS);
      } catch (SocketTimeoutException e) {
        full = true;
      }
    }
  }
}
