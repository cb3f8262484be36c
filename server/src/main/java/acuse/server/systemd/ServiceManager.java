package acuse.server.systemd;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd, or whoever else started this process and understands it, how the server does:
 * datagrams of {@code NAME=value} lines to the Unix socket in {@code NOTIFY_SOCKET} (sd_notify(3)).
 * The JDK has no datagrams on Unix sockets; Netty's native sockets do. Nobody waits for an answer,
 * and a message that cannot be sent is lost. Thread-safe.
 */
public final class ServiceManager {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final long MICROS_PER_MILLI = 1000;

  private final Map<String, String> environment;
  private final Socket socket;

  private ServiceManager(Map<String, String> environment, Socket socket) {
    this.environment = environment;
    this.socket = socket;
  }

  /** Whether {@code environment} names a socket to tell it by. */
  public static boolean isNamed(Map<String, String> environment) {
    String address = environment.getOrDefault(SOCKET, "");
    return address.startsWith("/") || address.startsWith("@");
  }

  /** The one that started this process; empty if there is none, or no way to tell it anything. */
  public static Optional<ServiceManager> of(Map<String, String> environment) {
    if (!isNamed(environment) || !Epoll.isAvailable()) {
      return Optional.empty();
    }
    String address = environment.get(SOCKET);
    try {
      Socket socket = Socket.newSocketDomainDgram();
      // An address that is not in the file system begins with a zero byte (unix(7)).
      socket.connect(
          new DomainSocketAddress(address.startsWith("@") ? "\0" + address.substring(1) : address));
      return Optional.of(new ServiceManager(environment, socket));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The server serves. */
  public void ready(String status) {
    tell("READY=1\n" + status(status));
  }

  /** The server is about to stop. */
  public void stopping(String status) {
    tell("STOPPING=1\n" + status(status));
  }

  /** The server still turns. */
  public void alive() {
    tell("WATCHDOG=1");
  }

  /**
   * How often {@link #alive} is to be told: twice in the time after which systemd would end the
   * process. Empty if that is not asked of this process (sd_watchdog_enabled(3)).
   */
  public Optional<Duration> aliveEvery(long pid) {
    String meantFor = environment.get("WATCHDOG_PID");
    if (meantFor != null && !meantFor.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    try {
      long limitMicros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      long everyMillis = limitMicros / 2 / MICROS_PER_MILLI;
      return everyMillis > 0 ? Optional.of(Duration.ofMillis(everyMillis)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String status(String status) {
    return "STATUS=" + status.replace('\n', ' ');
  }

  private void tell(String lines) {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    ByteBuffer datagram = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    try {
      socket.write(datagram, 0, bytes.length);
    } catch (IOException e) {
      // Nobody listens any more, and nobody else wants to know.
    }
  }
}
