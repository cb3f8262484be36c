package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Protocol;
import acuse.common.testing.ClosedPort;
import acuse.common.text.Language;
import acuse.server.admin.AdminConfig;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.HostResolver;
import acuse.server.listen.ListenException;
import acuse.server.listen.ListenException.Reason;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Targets that a server can be started with, and others. */
@Timeout(60)
class ForwardStartTest {
  private static final HostResolver KNOWS_NOBODY =
      host -> {
        throw new UnknownHostException(host);
      };

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aNameThatDoesNotResolveIsSaid(Protocol protocol) {
    ForwardTarget target = new ForwardTarget("target.example", 80);
    assertThatThrownBy(() -> start(forward(protocol, target), KNOWS_NOBODY))
        .isInstanceOfSatisfying(
            ListenException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.TARGET_UNKNOWN);
              assertThat(e.target()).contains(target);
              assertThat(e.protocol()).isEqualTo(protocol);
            });
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void thisServerItselfIsNoTarget(Protocol protocol) throws Exception {
    assertThat(
            startOnFreePort(
                port ->
                    forward(protocol, new ForwardTarget("own.example", port))
                        .tcpPort(port)
                        .udpPort(port)))
        .isEqualTo(Reason.TARGET_IS_OWN);
  }

  @Test
  void theAdminPortIsNoTargetEither() throws Exception {
    assertThat(
            startOnFreePort(
                port ->
                    forward(Protocol.TCP, new ForwardTarget("own.example", port))
                        .admin(
                            new AdminConfig(
                                new InetSocketAddress(loopback(), port),
                                Optional.empty(),
                                Language.EN))))
        .isEqualTo(Reason.TARGET_IS_OWN);
  }

  @Test
  void theFirstAddressThatAnswersIsTaken() throws Exception {
    InetAddress nobody = InetAddress.getByName("127.0.0.9");
    try (Target target = Target.open();
        AcuseServer server =
            start(
                forward(Protocol.TCP, new ForwardTarget("two.example", target.address().port())),
                host -> new InetAddress[] {nobody, loopback()});
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("x");
      assertThat(end.receiveAsMuchAs("x")).isEqualTo("x");
    }
  }

  /** Each peer that finds nobody lets the name be looked up again, at most once per second. */
  @Test
  void aTargetThatMovesIsFoundAgain() throws Exception {
    InetAddress before = InetAddress.getByName("127.0.0.9");
    AtomicInteger asked = new AtomicInteger();
    HostResolver moves =
        host -> new InetAddress[] {asked.getAndIncrement() == 0 ? before : loopback()};
    EventLog log = new EventLog();
    try (Target target = Target.open();
        AcuseServer server =
            AcuseServer.start(
                forward(Protocol.TCP, new ForwardTarget("moves.example", target.address().port()))
                    .build(),
                log,
                Optional.empty(),
                moves)) {
      Thread greeter = new Thread(() -> greetAll(target));
      greeter.setDaemon(true); // until the target is closed
      greeter.start();
      String greeting = "";
      while (greeting.isEmpty()) {
        try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
          greeting = peer.receive();
        } catch (SocketException e) {
          log.next(); // nobody there yet
        }
      }
      assertThat(greeting).isEqualTo("here\n");
      assertThat(asked).hasValue(2);
    }
  }

  private static void greetAll(Target target) {
    try {
      while (true) {
        try (TcpPeer end = target.accept()) {
          end.send("here\n");
        }
      }
    } catch (IOException e) {
      // The target is closed.
    }
  }

  /** Why it does not start, on a port that nobody else was quicker to take. */
  private static Reason startOnFreePort(IntFunction<ServerConfigBuilder> config) throws Exception {
    while (true) {
      int port;
      try (ClosedPort free = ClosedPort.hold()) {
        port = free.number();
      }
      try (AcuseServer server = start(config.apply(port), host -> new InetAddress[] {loopback()})) {
        throw new AssertionError("started on " + server.tcpAddress());
      } catch (ListenException e) {
        if (e.reason() != Reason.PORT_IN_USE) {
          return e.reason();
        }
      }
    }
  }

  private static AcuseServer start(ServerConfigBuilder config, HostResolver resolver)
      throws Exception {
    return AcuseServer.start(config.build(), ServerObserver.NONE, Optional.empty(), resolver);
  }

  private static ServerConfigBuilder forward(Protocol protocol, ForwardTarget target) {
    ServerConfigBuilder config = ServerConfig.builder().tcpPort(0).udpPort(0);
    return protocol == Protocol.TCP ? config.forwardTcp(target) : config.forwardUdp(target);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
