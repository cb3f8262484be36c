package acuse.server.config;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.transport.IoTransport;
import acuse.server.admin.AdminConfig;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.GuardConfig;
import acuse.server.impair.ImpairConfig;
import acuse.server.listen.InheritedSocket;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a server is told, checked. Made by {@link #builder}.
 *
 * @param host the address to listen on; a wildcard means all of this machine's
 * @param tcpPort 0 to 65535, 0 for any free one
 * @param udpPort 0 to 65535, 0 for any free one
 * @param protocols what to listen on; not empty
 * @param framing what a message is on TCP
 * @param reply what to answer
 * @param exitWord what ends a session
 * @param maxMessageBytes the longest message that is acknowledged; at least 1
 * @param transport one that this machine has
 * @param threads how many event loops; 1 to {@value #MAX_THREADS}
 * @param guard what it bears with
 * @param tls what TCP connections are secured with; UDP stays as it is
 * @param inherited sockets that are open already, for each of the protocols or for none
 * @param admin where it tells how it does; empty for nowhere
 * @param impair the faults that it commits on purpose; present, though without any, if they are to
 *     be brought in while it runs
 * @param forwardTcp whom TCP is forwarded to; empty if it is acknowledged
 * @param forwardUdp the same for UDP
 */
public record ServerConfig(
    InetAddress host,
    int tcpPort,
    int udpPort,
    Set<Protocol> protocols,
    Framing framing,
    ReplyTemplate reply,
    ExitWord exitWord,
    int maxMessageBytes,
    IoTransport transport,
    int threads,
    GuardConfig guard,
    Optional<TlsConfig> tls,
    Map<Protocol, InheritedSocket> inherited,
    Optional<AdminConfig> admin,
    Optional<ImpairConfig> impair,
    Optional<ForwardTarget> forwardTcp,
    Optional<ForwardTarget> forwardUdp) {

  /** The defaults, of which the command line takes its own. */
  public static final ServerConfig DEFAULTS = builder().build();

  /** More event loops than any machine has processors are a mistake. */
  public static final int MAX_THREADS = 1024;

  private static final int MAX_PORT = 65_535;

  public ServerConfig {
    protocols = Set.copyOf(protocols);
    inherited = Map.copyOf(inherited);
    require(!protocols.isEmpty(), "protocols", protocols);
    require(tcpPort >= 0 && tcpPort <= MAX_PORT, "tcpPort", tcpPort);
    require(udpPort >= 0 && udpPort <= MAX_PORT, "udpPort", udpPort);
    require(maxMessageBytes >= 1, "maxMessageBytes", maxMessageBytes);
    require(transport.isAvailable(), "transport", transport);
    require(
        inherited.isEmpty()
            || (inherited.keySet().equals(protocols) && transport.resolve() == IoTransport.EPOLL),
        "inherited",
        inherited);
    require(threads >= 1 && threads <= MAX_THREADS, "threads", threads);
    require(tls.isEmpty() || protocols.contains(Protocol.TCP), "tls", protocols);
    require(forwardTcp.isEmpty() || protocols.contains(Protocol.TCP), "forwardTcp", forwardTcp);
    require(forwardUdp.isEmpty() || protocols.contains(Protocol.UDP), "forwardUdp", forwardUdp);
    require(!protocols.contains(Protocol.UDP) || fitsDatagram(reply), "reply", reply);
  }

  /** Starts from the defaults: loopback, ports 65432 and 65433. */
  public static ServerConfigBuilder builder() {
    return new ServerConfigBuilder();
  }

  /** The faults that it begins with; empty if there can never be any. */
  public Optional<ImpairConfig> impairAtStart() {
    return impair.isEmpty() && admin.isPresent() ? Optional.of(ImpairConfig.none()) : impair;
  }

  /** Whom {@code protocol} is forwarded to; empty if it is acknowledged. */
  public Optional<ForwardTarget> forward(Protocol protocol) {
    return protocol == Protocol.TCP ? forwardTcp : forwardUdp;
  }

  /** The protocols that are forwarded. */
  public Set<Protocol> forwarded() {
    Set<Protocol> forwarded = EnumSet.copyOf(protocols);
    forwarded.removeIf(protocol -> forward(protocol).isEmpty());
    return forwarded;
  }

  /** Whether a UDP reply of this form has room for a message and its line's ending. */
  public static boolean fitsDatagram(ReplyTemplate reply) {
    return reply.compile(Protocol.UDP).overhead() + "m\r\n".length() <= Protocol.MAX_DATAGRAM_BYTES;
  }

  /** Where {@code protocol} is to be listened on. */
  public InetSocketAddress address(Protocol protocol) {
    return inherited.containsKey(protocol)
        ? inherited.get(protocol).address()
        : new InetSocketAddress(host, protocol == Protocol.TCP ? tcpPort : udpPort);
  }

  /** The socket for {@code protocol} that is open already; empty if it is to be opened. */
  public Optional<InheritedSocket> inherited(Protocol protocol) {
    return Optional.ofNullable(inherited.get(protocol));
  }

  private static void require(boolean valid, String name, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("invalid " + name + "=" + value);
    }
  }
}
