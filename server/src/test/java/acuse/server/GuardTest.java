package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.Patience;
import acuse.server.config.ServerConfig;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.Backend;
import acuse.server.testing.EventLog;
import acuse.server.testing.LimitsActed;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Peer.UdpPeer;
import acuse.server.testing.TestServer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Some peers are not served, and everybody else is. */
class GuardTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  /** More than the system takes of a reply that nobody reads. */
  private static final int LONG_MESSAGE_BYTES = 16 << 20;

  /** The figure of docs/security.md for a peer that takes no replies, doubled for chunks. */
  private static final long DEAF_PEER_BYTES = 2 * 192 * 1024;

  @ParameterizedTest
  @CsvSource({
    "TCP, ACKNOWLEDGING",
    "UDP, ACKNOWLEDGING",
    "TCP, FORWARDING",
    "UDP, FORWARDING",
  })
  void theSameRulesJudgeBothProtocols(Protocol protocol, Backend.Kind kind) throws Exception {
    try (Backend backend = Backend.of(kind);
        AcuseServer server =
            TestServer.start(
                config ->
                    backend
                        .behind(config)
                        .guard(
                            guard ->
                                guard
                                    .allow(AddressBlock.parse("127.0.0.0/24"))
                                    .deny(AddressBlock.parse("127.0.0.2"))));
        Peer allowed = Peer.of(protocol, server, "127.0.0.1");
        Peer denied = Peer.of(protocol, server, "127.0.0.2");
        Peer unknown = Peer.of(protocol, server, "127.1.1.1")) {
      allowed.send("hola\n");
      assertThat(allowed.receive()).isEqualTo("Servidor " + protocol + " recibió: hola\n");
      assertNotServed(denied);
      assertNotServed(unknown);
      LimitsActed.await(server, Limit.ADDRESS_RULES, 2);
      assertHeardNothing(denied);
      assertHeardNothing(unknown);
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void oneConnectionTooManyIsClosedAtOnceAndAPlaceThatIsGivenBackCanBeTaken(Backend.Kind kind)
      throws Exception {
    try (Backend backend = Backend.of(kind);
        AcuseServer server =
            TestServer.start(
                config -> backend.behind(config).guard(guard -> guard.maxConnections(2)))) {
      TcpPeer first = Peer.tcp(server.tcpAddress());
      try (TcpPeer second = Peer.tcp(server.tcpAddress())) {
        assertServed(first);
        assertServed(second);
        try (TcpPeer third = Peer.tcp(server.tcpAddress())) {
          assertThat(third.receiveAll()).isEmpty();
        }
        LimitsActed.await(server, Limit.CONNECTIONS, 1);
        assertServed(second);
        first.close();
        awaitServed(() -> Peer.of(Protocol.TCP, server));
      }
    }
  }

  @Test
  void oneAddressCannotTakeAllPlaces() throws Exception {
    try (AcuseServer server =
            TestServer.start(config -> config.guard(guard -> guard.maxConnectionsPerAddress(1)));
        Peer other = Peer.of(Protocol.TCP, server, "127.0.0.2")) {
      Peer first = Peer.of(Protocol.TCP, server);
      assertServed(first);
      assertServed(other);
      try (TcpPeer second = Peer.tcp(server.tcpAddress())) {
        assertThat(second.receiveAll()).isEmpty();
      }
      LimitsActed.await(server, Limit.CONNECTIONS_PER_ADDRESS, 1);
      first.close();
      awaitServed(() -> Peer.of(Protocol.TCP, server));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, '', ''",
    "LINE, '', ''",
    "LINE, uno\\n, Servidor TCP recibió: uno\\n",
    "LINE, uno\\ndo, Servidor TCP recibió: uno\\nServidor TCP rechazó: el mensaje no terminó de llegar\\n",
    "RAW, uno, Servidor TCP recibió: uno"
  })
  void aSilentConnectionIsClosedAndItsHalfSentMessageRejected(
      Framing framing, String sent, String replies) throws Exception {
    Patience.from(
        SHORT,
        limit -> {
          EventLog events = new EventLog();
          try (AcuseServer server =
                  TestServer.start(
                      config -> config.framing(framing).guard(guard -> guard.idleTimeout(limit)),
                      events);
              TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send(sent.replace("\\n", "\n"));
            assertThat(peer.receiveAll()).isEqualTo(replies.replace("\\n", "\n"));
            events.await("TCP " + peer.localPort() + " ended IDLE");
            assertThat(server.limitsActed()).containsEntry(Limit.IDLE_TIMEOUT, 1L);
          }
        });
  }

  @Test
  void aHalfSentLengthIsAHalfSentMessage() throws Exception {
    String rejection = "Servidor TCP rechazó: el mensaje no terminó de llegar";
    char length = (char) rejection.getBytes(StandardCharsets.UTF_8).length;
    Patience.from(
        SHORT,
        limit -> {
          try (AcuseServer server =
                  TestServer.start(
                      config ->
                          config.framing(Framing.LENGTH).guard(guard -> guard.idleTimeout(limit)));
              TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send(new byte[] {0, 0});
            assertThat(peer.receiveAll()).isEqualTo("\0\0\0" + length + rejection);
          }
        });
  }

  /** A target that cannot get rid of its answers takes nothing either, and may be the first. */
  @ParameterizedTest
  @CsvSource({
    "ACKNOWLEDGING, ' ended NOT_READING'",
    "FORWARDING, ' ended (TARGET_)?NOT_READING'",
  })
  void fortyPeersWhoTakeNoRepliesAreClosedAndSlowNobody(Backend.Kind kind, String end)
      throws Exception {
    EventLog events = new EventLog();
    List<TcpPeer> deaf = new ArrayList<>();
    String line = "x".repeat(999) + "\n";
    long before = directMemoryBytes();

    long most = 0;
    try (Backend backend = Backend.of(kind);
        AcuseServer server =
            TestServer.start(
                config ->
                    backend
                        .behind(config)
                        .guard(guard -> guard.writeTimeout(Duration.ofMillis(300))),
                events.onlyEnds());
        TcpPeer honest = Peer.tcp(server.tcpAddress())) {
      for (int i = 0; i < 40; i++) {
        deaf.add(Peer.tcpWithSmallBuffer(server.tcpAddress()));
        takesMore(deaf.get(i), line);
        assertServed(honest);
        most = Math.max(most, directMemoryBytes());
      }
      while (!deaf.isEmpty()) {
        deaf.removeIf(peer -> !takesMore(peer, line));
        assertServed(honest);
        most = Math.max(most, directMemoryBytes());
      }
      for (int i = 0; i < 40; i++) {
        assertThat(events.next()).containsPattern(end + "$");
      }
      assertServed(honest);
      assertThat(server.limitsActed()).containsEntry(Limit.WRITE_TIMEOUT, 40L);
    }
    assertThat(most - before).as("bytes for forty peers").isLessThan(40 * DEAF_PEER_BYTES);
  }

  /** It would let a buffer grow to megabytes. */
  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  @EnabledOnOs(OS.LINUX)
  void whoTakesNoRepliesTakesLittleOfTheSystemsMemory(Backend.Kind kind) throws Exception {
    try (Backend backend = Backend.of(kind);
        AcuseServer server = TestServer.start(backend::behind);
        TcpPeer deaf = Peer.tcp(server.tcpAddress())) {
      deaf.sendUntilHeldBack("x".repeat(999) + "\n");
      assertThat(untakenBytes(server.tcpAddress().getPort(), deaf.localPort()))
          .isLessThanOrEqualTo(512 * 1024);
    }
  }

  /** The bytes that the system keeps for a peer: tx_queue in proc_net_tcp.txt of Linux. */
  private static long untakenBytes(int port, int peersPort) throws IOException {
    String connection = "(?i) *\\d+: 0100007F:%04X 0100007F:%04X \\S+ (\\S+):.*";
    Pattern ours = Pattern.compile(connection.formatted(port, peersPort));
    for (String line : Files.readAllLines(Path.of("/proc/net/tcp"))) {
      Matcher matcher = ours.matcher(line);
      if (matcher.matches()) {
        return Long.parseLong(matcher.group(1), 16);
      }
    }
    throw new AssertionError("no connection between ports " + port + " and " + peersPort);
  }

  /** Its session is over; only its reply still waits. */
  @Test
  void whoHasFinishedAndTakesNoReplyIsNotWaitedFor() throws Exception {
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config
                        .framing(Framing.LINE)
                        .maxMessageBytes(LONG_MESSAGE_BYTES)
                        .guard(guard -> guard.writeTimeout(Duration.ofMillis(300))));
        TcpPeer peer = Peer.tcpWithSmallBuffer(server.tcpAddress())) {
      peer.send("x".repeat(LONG_MESSAGE_BYTES));
      peer.finish(); // before this, there is no reply that could wait
      LimitsActed.await(server, Limit.WRITE_TIMEOUT, 1);
      assertThatThrownBy(peer::receiveAll).isInstanceOf(IOException.class);
    }
  }

  /** The memory that Netty has taken from the system, in whole chunks. */
  private static long directMemoryBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  /** To be held back may mean only that the server is slow: what it took decides. */
  private static boolean takesMore(TcpPeer peer, String text) {
    try {
      peer.sendUntilHeldBack(text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void datagramsFromPortsThatAreNoClientsGetNoAnswer() throws Exception {
    try (UdpPeer refused = Peer.udp(new InetSocketAddress(0));
        AcuseServer server =
            TestServer.start(
                config -> config.guard(guard -> guard.udpRefusedPort(refused.localPort())));
        UdpPeer fromOwnPort =
            Peer.udpFrom(
                new InetSocketAddress("127.0.0.2", server.udpAddress().getPort()),
                server.udpAddress())) {
      refused.turnTo(server.udpAddress());
      refused.send("hola");
      fromOwnPort.send("hola");
      LimitsActed.await(server, Limit.UDP_PORT, 2);
      assertThat(refused.poll()).isNull();
      assertThat(fromOwnPort.poll()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Servidor {protocol} recibió: {message}', 65536, 'Servidor {protocol} recibió: {message}', 65536",
    "'Servidor {protocol} recibió: {message}', 10, 'Servidor {protocol} recibió: {message}', 20",
    "'Servidor {protocol} recibió: {message}', 60, 'Servidor {protocol} recibió: {message}', 20",
    "'Servidor {protocol} recibió: {message}', 10, '{message}', 65536",
    "'Servidor {protocol} recibió: {message}', 20, '> {message} <', 65536",
    "'ok {message} -- says the server of room 1', 65536, '> {message} <', 65536",
    "'ok', 10, '{message}', 65536",
    "'{number}. {message}', 65536, '{number}. {message}', 65536",
    "'{peer} {message}', 65536, '{time} {message}', 65536",
    "'[{number}] said {peer}: {message}', 65536, '[{number}] said {peer}: {message}', 65536",
    "'{message} {time}', 65536, '{message}', 65536"
  })
  void twoServersFallSilentAfterARoundOrTwo(
      String template, int maxMessageBytes, String otherTemplate, int otherMaxMessageBytes)
      throws Exception {
    assertFallSilent("hola", template, maxMessageBytes, otherTemplate, otherMaxMessageBytes);
    assertFallSilent(
        "Servidor UDP rechazó: el mensaje supera 1 bytes",
        template,
        maxMessageBytes,
        otherTemplate,
        otherMaxMessageBytes);
  }

  private static void assertFallSilent(
      String first,
      String template,
      int maxMessageBytes,
      String otherTemplate,
      int otherMaxMessageBytes)
      throws Exception {
    try (AcuseServer one = startReplying(template, maxMessageBytes);
        AcuseServer other = startReplying(otherTemplate, otherMaxMessageBytes);
        UdpPeer toOne = Peer.udp(one.udpAddress());
        UdpPeer toOther = Peer.udp(other.udpAddress())) {
      String said = first;
      int answers = -1;
      while (said != null) {
        answers++;
        UdpPeer next = answers % 2 == 0 ? toOne : toOther;
        next.send(said);
        said = null;
        while (said == null && loops(one) + loops(other) == 0) {
          said = next.poll();
        }
      }
      assertThat(answers).isLessThanOrEqualTo(4);
    }
  }

  private static AcuseServer startReplying(String template, int maxMessageBytes) throws Exception {
    return TestServer.start(
        config -> config.reply(ReplyTemplate.parse(template)).maxMessageBytes(maxMessageBytes));
  }

  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void anAddressThatAsksTooOftenGetsNoAnswer(Backend.Kind kind) throws Exception {
    try (Backend backend = Backend.of(kind);
        AcuseServer server =
            TestServer.start(
                config -> backend.behind(config).guard(guard -> guard.udpAnswersPerSecond(1)));
        UdpPeer eager = (UdpPeer) Peer.of(Protocol.UDP, server, "127.0.0.2");
        Peer other = Peer.of(Protocol.UDP, server, "127.0.0.3")) {
      while (acted(server, Limit.UDP_RATE) == 0) {
        eager.send("hola");
        while (eager.poll() == null && acted(server, Limit.UDP_RATE) == 0) {
          Thread.onSpinWait();
        }
      }
      assertServed(other);
    }
  }

  @Test
  void answersAreLimitedUnlessOnlyThisMachineCanAsk() throws Exception {
    ServerConfig onLoopback = ServerConfig.builder().build();
    assertThat(onLoopback.guard().udpAnswersPerSecond()).isEqualTo(GuardConfig.NO_LIMIT);
    ServerConfig anywhere = ServerConfig.builder().host(InetAddress.getByName("0.0.0.0")).build();
    assertThat(anywhere.guard().udpAnswersPerSecond()).isEqualTo(1000);
  }

  @Test
  void whatLimitsDidIsToldWithACountAndNoMoreThanOnceASecond() throws Exception {
    BlockingQueue<Map<Limit, Long>> told = new LinkedBlockingQueue<>();
    long startNanos = System.nanoTime();
    try (AcuseServer server =
        TestServer.start(
            config -> config.guard(guard -> guard.maxConnections(1)), addingTo(told))) {
      Peer first = Peer.of(Protocol.TCP, server);
      assertServed(first);
      for (int i = 0; i < 20; i++) {
        try (TcpPeer tooMany = Peer.tcp(server.tcpAddress())) {
          assertThat(tooMany.receiveAll()).isEmpty();
        }
      }
      long count = 0;
      long times = 0;
      while (count < 20) {
        Map<Limit, Long> next = told.poll(20, TimeUnit.SECONDS);
        assertThat(next).containsOnlyKeys(Limit.CONNECTIONS);
        count += next.get(Limit.CONNECTIONS);
        times++;
      }
      assertThat(count).isEqualTo(20);
      assertThat(times)
          .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - startNanos).toSeconds());
      first.close();
    }
  }

  @Test
  void whatLimitsDidLastIsToldWhenTheServerStops() throws Exception {
    List<Map<Limit, Long>> told = new CopyOnWriteArrayList<>();
    AcuseServer server =
        TestServer.start(
            config -> config.guard(guard -> guard.deny(AddressBlock.parse("127.0.0.1"))),
            addingTo(told));
    try (Peer denied = Peer.of(Protocol.UDP, server)) {
      denied.send("hola");
      LimitsActed.await(server, Limit.ADDRESS_RULES, 1);
    } finally {
      server.close();
    }
    assertThat(told).containsExactly(Map.of(Limit.ADDRESS_RULES, 1L));
  }

  private static ServerObserver addingTo(Collection<Map<Limit, Long>> told) {
    return new ServerObserver() {
      @Override
      public void limitsActed(Map<Limit, Long> sinceLast) {
        told.add(sinceLast);
      }
    };
  }

  private static void assertServed(Peer peer) throws IOException {
    peer.send("hola\n");
    assertThat(peer.receive()).endsWith(" recibió: hola\n");
  }

  /** A connection is closed, perhaps before anything can be sent; a datagram goes unheard. */
  private static void assertNotServed(Peer peer) throws IOException {
    if (peer instanceof TcpPeer connection) {
      assertThat(connection.receiveAll()).isEmpty();
    } else {
      peer.send("hola\n");
    }
  }

  private static void assertHeardNothing(Peer peer) throws IOException {
    if (peer instanceof UdpPeer datagrams) {
      assertThat(datagrams.poll()).isNull();
    }
  }

  private interface PeerSource {
    Peer next() throws IOException;
  }

  /** A place is free only when its connection is closed here, and the peer knows of that before. */
  private static void awaitServed(PeerSource peers) throws IOException {
    for (int tries = 0; ; tries++) {
      try (Peer peer = peers.next()) {
        assertServed(peer);
        return;
      } catch (IOException | AssertionError e) {
        if (tries == 10_000) {
          throw e;
        }
      }
    }
  }

  private static long acted(AcuseServer server, Limit limit) {
    return server.limitsActed().get(limit);
  }

  private static long loops(AcuseServer server) {
    return acted(server, Limit.UDP_LOOP);
  }
}
