package acuse.server.config;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.transport.IoTransport;
import acuse.server.admin.AdminConfig;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.GuardConfigBuilder;
import acuse.server.impair.ImpairConfig;
import acuse.server.listen.InheritedSocket;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Gathers a {@link ServerConfig}; each method's unit and range are those of the record's parts. */
public final class ServerConfigBuilder {
  /** The longest message unless told otherwise, in bytes. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 65_536;

  private InetAddress host = InetAddress.getLoopbackAddress();
  private int tcpPort = Protocol.TCP.defaultPort();
  private int udpPort = Protocol.UDP.defaultPort();
  private Set<Protocol> protocols = EnumSet.allOf(Protocol.class);
  private Framing framing = Framing.AUTO;
  private ReplyTemplate reply = ReplyTemplate.DEFAULT;
  private ExitWord exitWord = ExitWord.of("exit");
  private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
  private IoTransport transport = IoTransport.AUTO;

  /** The other half of the processors is for the kernel's side of the work, and for the peers. */
  private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final GuardConfigBuilder guard = new GuardConfigBuilder();
  private Optional<TlsConfig> tls = Optional.empty();
  private Map<Protocol, InheritedSocket> inherited = Map.of();
  private Optional<AdminConfig> admin = Optional.empty();
  private Optional<ImpairConfig> impair = Optional.empty();
  private Optional<ForwardTarget> forwardTcp = Optional.empty();
  private Optional<ForwardTarget> forwardUdp = Optional.empty();

  ServerConfigBuilder() {}

  public ServerConfigBuilder host(InetAddress host) {
    this.host = host;
    return this;
  }

  public ServerConfigBuilder tcpPort(int tcpPort) {
    this.tcpPort = tcpPort;
    return this;
  }

  public ServerConfigBuilder udpPort(int udpPort) {
    this.udpPort = udpPort;
    return this;
  }

  /** Listens on this one alone. */
  public ServerConfigBuilder only(Protocol protocol) {
    this.protocols = EnumSet.of(protocol);
    return this;
  }

  public ServerConfigBuilder framing(Framing framing) {
    this.framing = framing;
    return this;
  }

  public ServerConfigBuilder reply(ReplyTemplate reply) {
    this.reply = reply;
    return this;
  }

  public ServerConfigBuilder exitWord(ExitWord exitWord) {
    this.exitWord = exitWord;
    return this;
  }

  public ServerConfigBuilder maxMessageBytes(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
    return this;
  }

  public ServerConfigBuilder transport(IoTransport transport) {
    this.transport = transport;
    return this;
  }

  public ServerConfigBuilder threads(int threads) {
    this.threads = threads;
    return this;
  }

  /** Changes the limits: {@code config.guard(guard -> guard.maxConnections(5))}. */
  public ServerConfigBuilder guard(Consumer<GuardConfigBuilder> changes) {
    changes.accept(guard);
    return this;
  }

  public ServerConfigBuilder tls(TlsConfig tls) {
    this.tls = Optional.of(tls);
    return this;
  }

  /** Listens on these, instead of opening sockets of its own; on none if it is empty. */
  public ServerConfigBuilder inherited(Map<Protocol, InheritedSocket> sockets) {
    inherited = Map.copyOf(sockets);
    if (!sockets.isEmpty()) {
      protocols = EnumSet.copyOf(sockets.keySet());
    }
    sockets.forEach(
        (protocol, socket) -> {
          host = socket.address().getAddress();
          if (protocol == Protocol.TCP) {
            tcpPort = socket.address().getPort();
          } else {
            udpPort = socket.address().getPort();
          }
        });
    return this;
  }

  /** Opens an admin port. */
  public ServerConfigBuilder admin(AdminConfig admin) {
    this.admin = Optional.of(admin);
    return this;
  }

  /**
   * Commits faults on purpose. {@link ImpairConfig#none} commits none, but others can be brought in
   * while the server runs.
   */
  public ServerConfigBuilder impair(ImpairConfig impair) {
    this.impair = Optional.of(impair);
    return this;
  }

  /** Forwards TCP to {@code target} instead of acknowledging it. */
  public ServerConfigBuilder forwardTcp(ForwardTarget target) {
    forwardTcp = Optional.of(target);
    return this;
  }

  /** Forwards UDP to {@code target} instead of acknowledging it. */
  public ServerConfigBuilder forwardUdp(ForwardTarget target) {
    forwardUdp = Optional.of(target);
    return this;
  }

  /**
   * The configuration as gathered.
   *
   * @throws IllegalArgumentException naming the first part that is out of range, and its value
   */
  public ServerConfig build() {
    return new ServerConfig(
        host,
        tcpPort,
        udpPort,
        protocols,
        framing,
        reply,
        exitWord,
        maxMessageBytes,
        transport,
        threads,
        guard.build(host),
        tls,
        inherited,
        admin,
        impair,
        forwardTcp,
        forwardUdp);
  }
}
