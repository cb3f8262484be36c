package acuse.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
 * The client talks to {@link #port}.
 */
public final class LossyPath implements AutoCloseable {
  private final DatagramSocket near;

  /** Not connected: the JDK's connected sockets swallow empty datagrams. */
  private final DatagramSocket far;

  private final InetSocketAddress server;
  private final Weather weather;

  /** One thread: datagrams that are due at the same time keep their order. */
  private final ScheduledExecutorService onTheWay = Executors.newSingleThreadScheduledExecutor();

  private final Map<String, Integer> seen = new HashMap<>();
  private volatile SocketAddress client;

  /** Leads to {@code server}. */
  public LossyPath(InetSocketAddress server, Weather weather) throws IOException {
    this.server = server;
    this.weather = weather;
    near = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    far = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    start(near, this::there);
    start(far, this::back);
  }

  /** Where the client finds the server. */
  public int port() {
    return near.getLocalPort();
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
    travel(
        Weather.Way.THERE, text, () -> far.send(new DatagramPacket(bytes, bytes.length, server)));
  }

  private void back(DatagramPacket datagram) {
    byte[] bytes = bytes(datagram);
    String text = new String(bytes, UTF_8);
    travel(
        Weather.Way.BACK, text, () -> near.send(new DatagramPacket(bytes, bytes.length, client)));
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
