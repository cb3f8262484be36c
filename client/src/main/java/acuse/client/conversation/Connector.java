package acuse.client.conversation;

import acuse.client.conversation.PeerException.Reason;
import acuse.client.tls.TlsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Locale;

/** Opens conversations. */
public final class Connector {
  private Connector() {}

  /**
   * Resolves the host and connects. Over UDP, whether anybody is there shows only later.
   *
   * @throws PeerException if nobody is there, or is not whom we trust
   */
  public static Conversation open(ClientConfig config) throws IOException {
    InetAddress[] addresses = resolve(config.host());
    return switch (config.protocol()) {
      case TCP -> openTcp(config, addresses);
      case UDP -> openUdp(config, addresses[0]);
    };
  }

  private static InetAddress[] resolve(String host) throws PeerException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw PeerException.of(Reason.UNKNOWN_HOST);
    }
  }

  /** The first address that takes the connection; of those that do not, the last says why. */
  private static Conversation openTcp(ClientConfig config, InetAddress[] addresses)
      throws IOException {
    PeerException nobody = PeerException.of(Reason.UNKNOWN_HOST);
    for (InetAddress address : addresses) {
      Socket socket = config.tls().isEmpty() ? new Socket() : config.tls().get().newSocket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(
            new InetSocketAddress(address, config.port()), (int) config.timeout().toMillis());
      } catch (IOException e) {
        socket.close();
        nobody = PeerException.of(isRefusal(e) ? Reason.REFUSED : Reason.UNREACHABLE);
        continue;
      }
      return new TcpConversation(
          secured(socket, config), config.framing(), config.timeout(), config.windowMessages());
    }
    throw nobody;
  }

  private static Socket secured(Socket socket, ClientConfig config) throws IOException {
    if (config.tls().isEmpty()) {
      return socket;
    }
    try {
      return config.tls().get().secure(socket, config.host(), config.timeout());
    } catch (TlsException e) {
      throw PeerException.tls(e);
    }
  }

  private static Conversation openUdp(ClientConfig config, InetAddress address) throws IOException {
    UdpSocket socket;
    try {
      socket = UdpSocket.connect(new InetSocketAddress(address, config.port()));
    } catch (IOException e) {
      throw PeerException.of(Reason.UNREACHABLE);
    }
    return new UdpConversation(socket, config.timeout(), config.retries(), config.windowMessages());
  }

  /** The JDK has one exception for every failed connection, and tells them apart in words. */
  private static boolean isRefusal(IOException e) {
    return e instanceof ConnectException
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }
}
