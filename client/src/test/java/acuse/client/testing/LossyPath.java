package acuse.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A stretch of network between one client and a server, in which a {@link Weather} loses, doubles,
 * delays and reorders datagrams.
 *
 * <pre>
 * client ─→ near socket ─→ weather ─→ far socket ─→ server
 * client ←─ near socket ←─ weather ←─ far socket ←─ server
 * </pre>
 *
 * The client talks to {@link #port}. What was seen is read as UTF-8.
 */
public final class LossyPath implements AutoCloseable {
  private final DatagramSocket near;

  /** Not connected: the JDK's connected sockets swallow empty datagrams. */
  private final DatagramSocket far;

  private final InetSocketAddress server;
  private final Weather weather;
  private final String replyPrefix;

  /** One thread: datagrams that are due at the same time keep their order. */
  private final ScheduledExecutorService onTheWay = Executors.newSingleThreadScheduledExecutor();

  private final Map<String, Integer> seen = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final List<String> delivered = new ArrayList<>();
  private int mostUnderWay;
  private volatile SocketAddress client;

  /**
   * Leads to {@code server}.
   *
   * @param replyPrefix what stands before the message in each of its replies
   */
  public LossyPath(InetSocketAddress server, String replyPrefix, Weather weather)
      throws IOException {
    this.server = server;
    this.weather = weather;
    this.replyPrefix = replyPrefix;
    near = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    far = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    start(near, this::there);
    start(far, this::back);
  }

  /** Where the client finds the server. */
  public int port() {
    return near.getLocalPort();
  }

  /** How many different messages waited for their first reply at once, at most. */
  public synchronized int mostUnderWay() {
    return mostUnderWay;
  }

  /** The replies that were handed to the client, in that order, copies included. */
  public synchronized List<String> delivered() {
    return List.copyOf(delivered);
  }

  @Override
  public void close() {
    onTheWay.shutdownNow();
    near.close();
    far.close();
  }

  private interface Traveller {
    void accept(DatagramPacket datagram);
  }

  private static void start(DatagramSocket socket, Traveller traveller) {
    Thread thread =
        new Thread(
            () -> {
              byte[] buffer = new byte[65_535];
              try {
                while (true) {
                  DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
                  socket.receive(datagram);
                  traveller.accept(datagram);
                }
              } catch (IOException | RejectedExecutionException e) {
                // The path is closed.
              }
            },
            "lossy-path");
    thread.setDaemon(true);
    thread.start();
  }

  private void there(DatagramPacket datagram) {
    client = datagram.getSocketAddress();
    byte[] bytes = bytes(datagram);
    String text = new String(bytes, UTF_8);
    synchronized (this) {
      underWay.add(text);
      mostUnderWay = Math.max(mostUnderWay, underWay.size());
    }
    travel(
        Weather.Way.THERE, text, () -> far.send(new DatagramPacket(bytes, bytes.length, server)));
  }

  private void back(DatagramPacket datagram) {
    byte[] bytes = bytes(datagram);
    String text = new String(bytes, UTF_8);
    travel(
        Weather.Way.BACK,
        text,
        () -> {
          synchronized (this) {
            // Before the client has it, which then sends the next.
            underWay.remove(text.substring(Math.min(replyPrefix.length(), text.length())));
            delivered.add(text);
          }
          near.send(new DatagramPacket(bytes, bytes.length, client));
        });
  }

  private interface Delivery {
    void run() throws IOException;
  }

  private void travel(Weather.Way way, String text, Delivery delivery) {
    int nth;
    synchronized (this) {
      nth = seen.merge(way + text, 1, Integer::sum);
    }
    for (Duration delay : weather.copies(way, text, nth)) {
      onTheWay.schedule(
          () -> {
            try {
              delivery.run();
            } catch (IOException e) {
              // Lost on the last stretch, as datagrams are.
            }
          },
          delay.toNanos(),
          TimeUnit.NANOSECONDS);
    }
  }

  private static byte[] bytes(DatagramPacket datagram) {
    return Arrays.copyOf(datagram.getData(), datagram.getLength());
  }
}
