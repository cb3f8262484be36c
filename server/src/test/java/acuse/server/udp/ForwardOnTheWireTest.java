package acuse.server.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.common.protocol.Protocol;
import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.UdpExchange;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.Limit;
import acuse.server.impair.ImpairConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.EventLog;
import acuse.server.testing.LimitsActed;
import acuse.server.testing.Peer;
import acuse.server.testing.UdpTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import javax.naming.Context;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forwarding between real sockets. */
@Timeout(60)
class ForwardOnTheWireTest {
  private static final int MAX_DATAGRAM_BYTES = 65_507;

  @ParameterizedTest
  @EnumSource(IoTransport.class)
  void eachPeerKeepsOneSocketAndGetsItsOwnReplies(IoTransport transport) throws Exception {
    assumeThat(transport.isAvailable()).isTrue();
    try (UdpTarget target = UdpTarget.echo();
        AcuseServer server = start(target, config -> config.transport(transport));
        Peer first = Peer.udp(server.udpAddress());
        Peer second = Peer.udp(server.udpAddress())) {
      first.send("a");
      second.send("b");
      String toFirst = first.receive();
      String toSecond = second.receive();
      assertThat(toFirst).endsWith(" a");
      assertThat(toSecond).endsWith(" b");
      assertThat(port(toFirst))
          .isNotEqualTo(port(toSecond))
          .isNotEqualTo(server.udpAddress().getPort());
      first.send("c");
      assertThat(first.receive()).isEqualTo(port(toFirst) + " c");
    }
  }

  @Test
  void theTargetMaySendUnaskedAndStrangersMayNot() throws Exception {
    try (UdpTarget target = UdpTarget.start(message -> null);
        UdpTarget stranger = UdpTarget.start(message -> null);
        AcuseServer server = start(target, config -> config);
        Peer peer = Peer.udp(server.udpAddress())) {
      peer.send("a");
      InetSocketAddress onward = target.received().sender();
      stranger.send(onward, "from a stranger");
      target.send(onward, "first");
      target.send(onward, "second");
      assertThat(peer.receive()).isEqualTo("first");
      assertThat(peer.receive()).isEqualTo("second");
    }
  }

  @Test
  void repliesComeFromTheAddressThatWasAsked() throws Exception {
    assumeThat(IoTransport.AUTO.resolve()).isEqualTo(IoTransport.EPOLL);
    InetAddress wildcard = InetAddress.getByName("0.0.0.0");
    try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes);
        AcuseServer server = start(target, config -> config.host(wildcard));
        Peer peer = Peer.udp(new InetSocketAddress("127.0.0.2", server.udpAddress().getPort()))) {
      peer.send("a");
      assertThat(peer.receive()).isEqualTo("a"); // it takes nothing from elsewhere
      peer.send("b");
      assertThat(peer.receive()).isEqualTo("b");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bytesOfAnyLengthPassUnchanged(boolean withFaults) throws Exception {
    assumeThat(IoTransport.AUTO.resolve()).isNotEqualTo(IoTransport.NIO); // sends no empty ones
    RandomWire random = new RandomWire(1);
    Changes changes =
        config ->
            withFaults
                ? config.impair(ImpairConfig.of(1, "udp:delay=1ms,rate=1gbit"))
                : config.maxMessageBytes(1);
    try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes);
        AcuseServer server = start(target, changes);
        UdpExchange peer = new UdpExchange(server.udpAddress())) {
      for (int length : new int[] {0, 1, 0, MAX_DATAGRAM_BYTES, 1_472, MAX_DATAGRAM_BYTES - 1}) {
        byte[] datagram = random.bytes(length);
        assertThat(peer.ask(datagram)).as("length=%d", length).isEqualTo(datagram);
      }
      for (String text : List.of("exit", "Servidor UDP recibió: Servidor UDP recibió: a\n")) {
        assertThat(peer.ask(text.getBytes(UTF_8))).isEqualTo(text.getBytes(UTF_8));
      }
    }
  }

  @Test
  void onlyTheSecondReplyIsLost() throws Exception {
    try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes);
        AcuseServer server =
            start(target, config -> config.impair(ImpairConfig.of(1, "udp-out:loss=2")));
        Peer peer = Peer.udp(server.udpAddress())) {
      for (String message : List.of("1", "2", "3")) {
        peer.send(message);
        assertThat(target.received().text()).isEqualTo(message);
      }
      assertThat(peer.receive()).isEqualTo("1");
      assertThat(peer.receive()).isEqualTo("3");
    }
  }

  @Test
  void aRefusalIsToldAndTheSessionLivesOn() throws Exception {
    EventLog events = new EventLog();
    InetSocketAddress address = UdpTarget.gone();
    try (AcuseServer server = start(address, config -> config, events);
        Peer peer = Peer.udp(server.udpAddress())) {
      peer.send("a");
      String session = "UDP " + peer.localPort() + " ";
      for (String event : List.of("began", "received a", "no target: REFUSED")) {
        assertThat(events.next()).isEqualTo(session + event);
      }
      try (UdpTarget target = UdpTarget.startAt(address, UdpTarget.Message::bytes)) {
        peer.send("b");
        assertThat(peer.receive()).isEqualTo("b");
        assertThat(target.received().text()).isEqualTo("b");
        assertThat(events.next()).isEqualTo(session + "received b");
      }
    }
  }

  @Test
  void aStopWaitsForWhatIsHeldBack() throws Exception {
    try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes)) {
      AcuseServer server =
          start(target, config -> config.impair(ImpairConfig.of(1, "udp-out:delay=200ms")));
      try (Peer peer = Peer.udp(server.udpAddress())) {
        peer.send("a");
        target.received();
        server.close();
        assertThat(peer.receive()).isEqualTo("a");
      }
    }
  }

  @Test
  void hundredsOfPeersAtOnceGetTheirOwn() throws Exception {
    try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes);
        AcuseServer server = start(target, config -> config.threads(2))) {
      List<Peer> peers = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          peers.add(Peer.udp(server.udpAddress()));
          peers.get(i).send("peer " + i);
          if (i >= 20) {
            assertThat(peers.get(i - 20).receive()).isEqualTo("peer " + (i - 20));
          }
        }
      } finally {
        for (Peer peer : peers) {
          peer.close();
        }
      }
      Set<Integer> ports = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        ports.add(target.received().sender().getPort());
      }
      assertThat(ports).hasSize(300);
    }
  }

  @Test
  void anOpenForwarderIsNoAmplifier() throws Exception {
    String longReply = "x".repeat(31);
    try (UdpTarget target = UdpTarget.start(message -> longReply.getBytes(UTF_8));
        AcuseServer server =
            start(target, config -> config.host(InetAddress.getByName("0.0.0.0")));
        Peer peer = Peer.udp(loopback(server))) {
      peer.send("y".repeat(10));
      LimitsActed.await(server, Limit.FORWARD_BYTES, 1);
      peer.send("y"); // 33 bytes are three times 11
      assertThat(peer.receive()).isEqualTo(longReply);
    }
    try (UdpTarget target = UdpTarget.start(message -> longReply.getBytes(UTF_8));
        AcuseServer server =
            start(
                target,
                config ->
                    config
                        .host(InetAddress.getByName("0.0.0.0"))
                        .guard(guard -> guard.allow(AddressBlock.parse("127.0.0.0/8"))));
        Peer peer = Peer.udp(loopback(server))) {
      peer.send("y");
      assertThat(peer.receive()).isEqualTo(longReply);
    }
  }

  /** The JDK's own client of DNS asks a server that knows one name. */
  @Test
  @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // nobody else's names, and the client's own types
  void dnsIsForwarded() throws Exception {
    try (UdpTarget target = UdpTarget.start(ForwardOnTheWireTest::answerQuery);
        AcuseServer server = start(target, config -> config)) {
      Hashtable<String, String> environment = new Hashtable<>();
      environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
      environment.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + server.udpAddress().getPort());
      InitialDirContext dns = new InitialDirContext(environment);
      try {
        Attributes found = dns.getAttributes("acuse.example", new String[] {"A"});
        assertThat(found.get("A").get()).isEqualTo("192.0.2.7");
      } finally {
        dns.close();
      }
    }
  }

  /**
   * One record of type A (RFC 1035, section 4): the header of the query with two bits and a count
   * changed, its question, and an answer that points to the question's name.
   */
  private static byte[] answerQuery(UdpTarget.Message query) {
    byte[] question = query.bytes();
    int end = 12;
    while (question[end] != 0) {
      end += 1 + question[end];
    }
    end += 1 + 4;
    byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 7};
    byte[] answer = new byte[end + record.length];
    System.arraycopy(question, 0, answer, 0, end);
    System.arraycopy(record, 0, answer, end, record.length);
    answer[2] = (byte) (question[2] | 0x84); // a response, of an authority
    answer[3] = 0;
    answer[7] = 1;
    answer[9] = 0;
    answer[11] = 0;
    return answer;
  }

  private static String port(String echoed) {
    return echoed.substring(0, echoed.indexOf(' '));
  }

  private static InetSocketAddress loopback(AcuseServer server) {
    return new InetSocketAddress("127.0.0.1", server.udpAddress().getPort());
  }

  private static AcuseServer start(UdpTarget target, Changes changes) throws Exception {
    return start(target.address(), changes, ServerObserver.NONE);
  }

  private static AcuseServer start(
      InetSocketAddress target, Changes changes, ServerObserver observer) throws Exception {
    ServerConfigBuilder config =
        ServerConfig.builder()
            .only(Protocol.UDP)
            .udpPort(0)
            .forwardUdp(new ForwardTarget(target.getHostString(), target.getPort()));
    return AcuseServer.start(changes.apply(config).build(), observer);
  }

  private interface Changes {
    ServerConfigBuilder apply(ServerConfigBuilder config) throws Exception;
  }
}
