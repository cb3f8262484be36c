package acuse.common.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * One TCP peer's talk with a server, on the calling thread: it writes and reads as the system lets
 * it, so that neither side waits for the other for ever.
 */
public final class TcpExchange {
  /** Long enough for the slowest machine; nothing waits this long unless it fails. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final int READ_BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final Queue<byte[]> toSend;
  private final boolean sendsFin;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteBuffer readBuffer = ByteBuffer.allocate(READ_BYTES);

  private TcpExchange(SocketChannel channel, List<byte[]> pieces, boolean sendsFin) {
    this.channel = channel;
    this.toSend = new ArrayDeque<>(pieces);
    this.sendsFin = sendsFin;
  }

  /**
   * Sends {@code pieces}, a write each, and then FIN.
   *
   * @return all that came until the server's FIN
   * @throws IOException if the server resets the connection
   * @throws AssertionError if it does not finish in time
   */
  public static byte[] finish(InetSocketAddress server, List<byte[]> pieces) throws IOException {
    try (SocketChannel channel = connect(server)) {
      return new TcpExchange(channel, pieces, true).run();
    }
  }

  /** As {@link #finish}; empty if the server resets the connection, for it refuses the peer. */
  public static Optional<byte[]> finishUnlessReset(InetSocketAddress server, List<byte[]> pieces) {
    try {
      return Optional.of(finish(server, pieces));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As {@link #finish}, but the server is the one to end it: {@code pieces} tell it to. */
  public static byte[] awaitEnd(InetSocketAddress server, List<byte[]> pieces) throws IOException {
    try (SocketChannel channel = connect(server)) {
      return new TcpExchange(channel, pieces, false).run();
    }
  }

  /** Sends {@code pieces} as far as the system takes them at once, and then RST. */
  public static void reset(InetSocketAddress server, List<byte[]> pieces) throws IOException {
    try (SocketChannel channel = connect(server)) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.configureBlocking(false);
      for (byte[] piece : pieces) {
        channel.write(ByteBuffer.wrap(piece));
      }
    } catch (IOException e) {
      // The server was faster, after an exit: no less broken.
    }
  }

  private static SocketChannel connect(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private byte[] run() throws IOException {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    channel.configureBlocking(false);
    ByteBuffer piece = ByteBuffer.allocate(0);
    try (Selector selector = Selector.open()) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      while (read()) {
        if (key.isValid() && (key.interestOps() & SelectionKey.OP_WRITE) != 0) {
          piece = write(piece, key);
        }
        selector.select(LIMIT.toMillis());
        selector.selectedKeys().clear();
        if (System.nanoTime() - deadlineNanos > 0) {
          throw new AssertionError("not finished in time; received bytes=" + received.size());
        }
      }
    }
    return received.toByteArray();
  }

  /** Returns what is left of the piece under way. */
  private ByteBuffer write(ByteBuffer left, SelectionKey key) throws IOException {
    ByteBuffer piece =
        left.hasRemaining() || toSend.isEmpty() ? left : ByteBuffer.wrap(toSend.remove());
    channel.write(piece);
    if (!piece.hasRemaining() && toSend.isEmpty()) {
      key.interestOps(SelectionKey.OP_READ);
      if (sendsFin) {
        channel.shutdownOutput();
      }
    }
    return piece;
  }

  /** Takes what is there; false at the server's FIN. */
  private boolean read() throws IOException {
    readBuffer.clear();
    int bytes = channel.read(readBuffer);
    if (bytes > 0) {
      received.write(readBuffer.array(), 0, bytes);
    }
    return bytes >= 0;
  }
}
