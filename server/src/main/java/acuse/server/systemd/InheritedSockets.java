package acuse.server.systemd;

import acuse.common.command.UsageException;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.InheritedDescriptor;
import acuse.server.listen.InheritedSocket;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets that this process was started with (sd_listen_fds(3)). They are open before it starts
 * and stay open after it has ended, so that what comes in between waits for the next process.
 *
 * <pre>
 * LISTEN_PID=4711 LISTEN_FDS=2 LISTEN_FDNAMES=tcp:udp      descriptors 3 and 4
 * </pre>
 *
 * A name that is a protocol's has to fit its socket. With other names, or none, the type decides.
 */
public final class InheritedSockets {
  private static final int FIRST_DESCRIPTOR = 3;

  /** socket(7) and its headers, on Linux. */
  private static final int SOL_SOCKET = 1;

  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_DOMAIN = 39;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private InheritedSockets() {}

  /**
   * Finds them, and makes them ready for event loops.
   *
   * @param pid of this process: variables that are meant for another one are nothing to it
   * @throws UsageException if they cannot be used
   */
  public static Map<Protocol, InheritedSocket> of(Map<String, String> environment, long pid) {
    Map<Protocol, InheritedSocket> sockets = new EnumMap<>(Protocol.class);
    if (!Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
      return sockets;
    }
    int count = count(environment.getOrDefault("LISTEN_FDS", "0"));
    if (count > 0 && !Epoll.isAvailable()) {
      throw new UsageException("inherited.noEpoll");
    }
    List<String> names = List.of(environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1));
    for (int i = 0; i < count; i++) {
      int descriptor = FIRST_DESCRIPTOR + i;
      Protocol protocol = protocol(descriptor, i < names.size() ? names.get(i) : "");
      InheritedSocket before = sockets.put(protocol, take(descriptor));
      if (before != null) {
        throw new UsageException("inherited.twice", protocol);
      }
    }
    return sockets;
  }

  private static int count(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("inherited.noNumber");
  }

  private static Protocol protocol(int descriptor, String name) {
    Protocol protocol = protocolOfType(descriptor);
    for (Protocol other : Protocol.values()) {
      if (other.name().equalsIgnoreCase(name) && other != protocol) {
        throw new UsageException("inherited.otherType", descriptor, name, protocol);
      }
    }
    return protocol;
  }

  private static Protocol protocolOfType(int descriptor) {
    try {
      Socket socket = new Socket(descriptor);
      int family = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN);
      int type = socket.getIntOpt(SOL_SOCKET, SO_TYPE);
      if (family == AF_INET || family == AF_INET6) {
        if (type == SOCK_STREAM && socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 1) {
          return Protocol.TCP;
        }
        if (type == SOCK_DGRAM) {
          return Protocol.UDP;
        }
      }
    } catch (IOException e) {
      // closed, or a file: said below
    }
    throw new UsageException("inherited.noSocket", descriptor);
  }

  private static InheritedSocket take(int descriptor) {
    try {
      InheritedDescriptor.setNonBlocking(descriptor);
    } catch (IOException e) {
      throw new UsageException("inherited.noSocket", descriptor);
    }
    InetSocketAddress address = new Socket(descriptor).localAddress();
    return new InheritedSocket(descriptor, address);
  }
}
