package acuse.client.connect;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connects to the first of several addresses that takes the connection (RFC 8305, section 5).
 *
 * <pre>
 * address 1   ├─────────────────────────────────────┤ closed
 * address 2   ·· 250 ms ··├─────┤ refused           ╎
 * address 3                     ├───────────────────┤ connected
 * </pre>
 *
 * <p>Each attempt has a thread; the calling one starts them, and waits.
 */
final class ConnectionRace {
  /** The RFC's "connection attempt delay": after it, a further address is tried as well. */
  private static final long ATTEMPT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final SocketFactory sockets;
  private final Deadline deadline;

  /** Those that are connecting, or too late. */
  private final List<Socket> underWay = new ArrayList<>();

  private Socket winner;
  private IOException lastFailure;
  private int failures;

  /** To one address. No lambda: the first one costs a start several milliseconds. */
  private final class Attempt implements Runnable {
    private final Socket socket;
    private final InetSocketAddress address;

    Attempt(Socket socket, InetSocketAddress address) {
      this.socket = socket;
      this.address = address;
    }

    @Override
    public void run() {
      try {
        connect(socket, address, deadline);
        connected(socket);
      } catch (IOException e) {
        failed(socket, e);
      }
    }
  }

  /** Makes sockets that are not connected yet, each for one peer. */
  interface SocketFactory {
    Socket newSocket(InetAddress peer) throws IOException;
  }

  ConnectionRace(SocketFactory sockets, Deadline deadline) {
    this.sockets = sockets;
    this.deadline = deadline;
  }

  /**
   * Connects {@code socket}. From the address and port that it connects to, the system would let it
   * talk to itself (RFC 9293, section 3.5, simultaneous open): then nobody else listens there.
   */
  static void connect(Socket socket, InetSocketAddress address, Deadline deadline)
      throws IOException {
    socket.connect(address, deadline.millisLeft());
    if (socket.getLocalPort() == address.getPort()
        && socket.getLocalAddress().equals(address.getAddress())) {
      throw new ConnectException("refused: it would talk to itself");
    }
  }

  /**
   * The addresses in the order in which they are to be tried: the kinds take turns, so that one
   * that does not work here holds nothing up (RFC 8305, section 4).
   */
  static List<InetAddress> inTurns(InetAddress[] addresses) {
    List<InetAddress> left = new ArrayList<>(List.of(addresses));
    List<InetAddress> inTurns = new ArrayList<>();
    Class<?> kind = null; // Inet4Address or Inet6Address
    while (!left.isEmpty()) {
      int next = 0;
      while (next < left.size() && left.get(next).getClass() == kind) {
        next++;
      }
      InetAddress address = left.remove(next == left.size() ? 0 : next);
      inTurns.add(address);
      kind = address.getClass();
    }
    return inTurns;
  }

  /**
   * Tries one address after the other until one takes the connection.
   *
   * @return the only socket that is left open
   * @throws IOException if none does: how the last failed, or that the time is up
   */
  synchronized Socket connect(List<InetAddress> addresses, int port)
      throws IOException, InterruptedException {
    try {
      for (InetAddress address : addresses) {
        int failuresBefore = failures;
        begin(new InetSocketAddress(address, port));
        long delayEndNanos = System.nanoTime() + ATTEMPT_DELAY_NANOS;
        while (winner == null && failures == failuresBefore && awaitNews(delayEndNanos)) {
          // neither connected nor refused yet
        }
        if (winner != null || deadline.isOver()) {
          break;
        }
      }
      while (winner == null && !underWay.isEmpty() && awaitNews(Long.MAX_VALUE)) {
        // some may still connect
      }
      if (winner != null) {
        return winner;
      }
      throw deadline.isOver() ? new SocketTimeoutException("no connection in time") : lastFailure;
    } finally {
      for (Socket loser : underWay) {
        close(loser);
      }
    }
  }

  /** Returns false if the time is up. */
  private boolean awaitNews(long untilNanos) throws InterruptedException {
    long nanosLeft = deadline.nanosLeft();
    if (untilNanos != Long.MAX_VALUE) {
      nanosLeft = Math.min(nanosLeft, untilNanos - System.nanoTime());
    }
    if (nanosLeft > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, nanosLeft);
    }
    return nanosLeft > 0;
  }

  private void begin(InetSocketAddress address) {
    try {
      Socket socket = sockets.newSocket(address.getAddress());
      underWay.add(socket);
      Thread thread = new Thread(new Attempt(socket, address), "acuse-connect");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      lastFailure = e;
      failures++;
    }
  }

  private synchronized void connected(Socket socket) {
    if (winner == null) {
      winner = socket;
      underWay.remove(socket);
      notifyAll();
    }
  }

  private synchronized void failed(Socket socket, IOException failure) {
    underWay.remove(socket);
    lastFailure = failure;
    failures++;
    notifyAll();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
