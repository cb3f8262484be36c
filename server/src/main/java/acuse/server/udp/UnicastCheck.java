package acuse.server.udp;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether an address that a datagram was sent to belongs to this machine alone, or whether
 * others hear what is sent there too: a broadcast address or a multicast group.
 *
 * <p>Only the kernel knows its broadcast addresses: they follow from its routes, and loopback has
 * one that no list of interfaces names. It refuses to connect a UDP socket to one unless
 * SO_BROADCAST is set (EACCES, ip(7) and connect(2)), and connecting sends nothing. That takes two
 * system calls, some microseconds, at most once per second and address.
 *
 * <p>For one event loop. For the transports of native sockets.
 */
final class UnicastCheck implements AutoCloseable {
  /** Routes change; so a verdict does not last. */
  private static final long VERDICTS_LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** All of 127.0.0.0/8 is local, so that a local peer could ask for millions. */
  private static final int MAX_VERDICTS = 1024;

  /** Connecting needs a port, and sends nothing there: "discard" (RFC 863). */
  private static final int ANY_PORT = 9;

  private final Socket probe;
  private final Map<InetAddress, Boolean> verdicts = new HashMap<>();
  private long firstVerdictNanos;

  private UnicastCheck(Socket probe) {
    this.probe = probe;
  }

  /**
   * Opens the socket that the kernel is asked with.
   *
   * @throws io.netty.channel.ChannelException if there is none to be had
   */
  static UnicastCheck open() {
    return new UnicastCheck(Socket.newSocketDgram());
  }

  /**
   * Whether {@code asked} is one machine's alone. An address that cannot be judged is not.
   *
   * @param nowNanos as {@link System#nanoTime}
   */
  boolean isUnicast(InetAddress asked, long nowNanos) {
    if (nowNanos - firstVerdictNanos >= VERDICTS_LAST_NANOS || verdicts.size() >= MAX_VERDICTS) {
      verdicts.clear();
    }
    if (verdicts.isEmpty()) {
      firstVerdictNanos = nowNanos;
    }
    return verdicts.computeIfAbsent(asked, this::askKernel);
  }

  @Override
  public void close() {
    try {
      probe.close();
    } catch (IOException e) {
      // The descriptor is given back all the same (close(2)).
    }
  }

  /** Disconnects again, for a connected socket keeps the source address of its first route. */
  private boolean askKernel(InetAddress asked) {
    if (asked.isMulticastAddress()) {
      return false; // which a socket may connect to
    }
    try {
      probe.connect(new InetSocketAddress(asked, ANY_PORT));
      probe.disconnect();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
