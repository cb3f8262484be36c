package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.UdpPeer;
import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --source}, by what the server sees. */
@Timeout(60)
class SourceTest {
  private static final String LONG = "--timeout=50s";

  /** Whom the server heard, one for each message. */
  private final BlockingQueue<InetSocketAddress> peers = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theServerSeesTheAddress(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(run(protocol, server, "--source=127.0.0.2", "hola").status()).isZero();
      assertThat(peers.take().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
      assertThat(run(protocol, server, "--source=127.0.0.3:0", "", "hola").status()).isZero();
      assertThat(peers.take().getAddress().getHostAddress()).isEqualTo("127.0.0.3");
      assertThat(peers.take().getAddress().getHostAddress()).isEqualTo("127.0.0.3");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theServerSeesThePortAgainAndAgain(Protocol protocol) throws Exception {
    int port = freePort();
    try (AcuseServer server = server()) {
      for (String source : new String[] {"", "", "", "127.0.0.1", "0.0.0.0", "[::]", "127.0.0.2"}) {
        ProgramRun run = run(protocol, server, "--source=" + source + ":" + port, "uno", "");
        assertThat(run.status()).as(run.err()).isZero(); // the one before has just ended
        String address = source.equals("127.0.0.2") ? source : "127.0.0.1";
        assertThat(peers.take()).isEqualTo(new InetSocketAddress(address, port));
        assertThat(peers.take()).isEqualTo(new InetSocketAddress(address, port));
      }
      assertThat(run(protocol, server, "--source=:" + port, "--check", "--expect=Servidor"))
          .isEqualTo(new ProgramRun(0, "", ""));
      assertThat(peers.take()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anAddressThatIsNotOursIs2(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(run(protocol, server, "--source=203.0.113.9", "hola"))
          .isEqualTo(
              new ProgramRun(
                  2, "", "client: --source: '203.0.113.9' is no address of this machine\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anAddressOfTheOtherKindIs2(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      int port = server.address(protocol).getPort();
      assertThat(run(protocol, server, "--source=[::1]:7", "hola"))
          .isEqualTo(
              new ProgramRun(
                  2,
                  "",
                  "client: --source: from '[::1]:7' no way leads to "
                      + protocol
                      + " 127.0.0.1:"
                      + port
                      + ": one is IPv4, the other IPv6\n"));
    }
  }

  /** No name can be that long, so nobody is asked for it. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anUnknownNameIs2(Protocol protocol) throws Exception {
    String name = "x".repeat(300);
    try (AcuseServer server = server()) {
      assertThat(run(protocol, server, "--source=" + name + ":7", "hola"))
          .isEqualTo(
              new ProgramRun(
                  2, "", "client: --source: nobody is known by the name in '" + name + ":7'\n"));
    }
  }

  /** Whether the other one would share it or not. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aPortInUseIs2(Protocol protocol) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (AcuseServer server = server();
        ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(0, loopback)) {
      int port = protocol == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort();
      ProgramRun inUse =
          new ProgramRun(
              2, "", "client: --source: the port of '127.0.0.1:" + port + "' is in use\n");
      assertThat(run(protocol, server, "--source=127.0.0.1:" + port, "hola")).isEqualTo(inUse);
      assertThat(run(protocol, server, "--source=127.0.0.1:" + port, "--check")).isEqualTo(inUse);
      udp.setReuseAddress(true);
      assertThat(run(protocol, server, "--source=127.0.0.1:" + port, "hola")).isEqualTo(inUse);
    }
  }

  /** Two connections with the same ends cannot be. */
  @Test
  void aPortThatIsConnectedToTheServerIs2() throws Exception {
    try (AcuseServer server = server();
        Socket other = new Socket()) {
      other.setReuseAddress(true);
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      other.connect(server.tcpAddress());
      String source = "127.0.0.1:" + other.getLocalPort();
      assertThat(run(Protocol.TCP, server, "--source=" + source, "hola"))
          .isEqualTo(
              new ProgramRun(2, "", "client: --source: the port of '" + source + "' is in use\n"));
    }
  }

  /** The system would connect the socket to itself, and it would hear its own messages. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void nobodyElseIsAtTheSourceItself(Protocol protocol) throws Exception {
    int port = freePort();
    for (String more : new String[] {"--check", "hola", "--retries=2"}) {
      assertThat(
              ProgramRun.of(
                  "hola\n",
                  "--protocol=" + protocol,
                  "--port=" + port,
                  "--source=127.0.0.1:" + port,
                  LONG,
                  more))
          .isEqualTo(
              new ProgramRun(
                  3, "", "client: nobody listens on " + protocol + " 127.0.0.1:" + port + "\n"));
    }
  }

  @Test
  void aTryThatIsRefusedDoesNotLoseThePort() throws Exception {
    int port = freePort();
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<ProgramRun> run =
          CompletableFuture.supplyAsync(
              () ->
                  ProgramRun.of(
                      "",
                      "--protocol=udp",
                      "--port=" + peer.port(),
                      "--source=:" + port,
                      "--timeout=100ms",
                      "--retries=30",
                      "hola"));
      peer.hear();
      peer.hear("hola");
      peer.say("sí");
      assertThat(run.get()).isEqualTo(new ProgramRun(0, "sí\n", ""));
    }
  }

  private static ProgramRun run(Protocol protocol, AcuseServer server, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--protocol=" + protocol;
    arguments[1] = "--port=" + server.address(protocol).getPort();
    arguments[2] = LONG;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return ProgramRun.of("", arguments);
  }

  /** One below the range from which the system gives ports to all who ask for none (ip(7)). */
  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      try (ServerSocket tcp = new ServerSocket(port);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort())) {
        return udp.getLocalPort();
      } catch (BindException e) {
        // the next one
      }
    }
  }

  private AcuseServer server() throws Exception {
    return AcuseServer.start(
        ServerConfig.builder().tcpPort(0).udpPort(0).build(),
        new ServerObserver() {
          @Override
          public void received(Session session, ByteBuf bytes, int index, int length) {
            peers.add(session.peer());
          }
        });
  }
}
