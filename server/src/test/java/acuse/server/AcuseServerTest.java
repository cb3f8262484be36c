package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.ClosedPort;
import acuse.common.transport.IoTransport;
import acuse.server.listen.ListenException;
import acuse.server.listen.ListenException.Reason;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The server's promises of both protocols alike. */
class AcuseServerTest {
  static Stream<Arguments> protocolsAndTransports() {
    return Stream.of(IoTransport.values())
        .filter(IoTransport::isAvailable)
        .flatMap(
            transport ->
                Stream.of(Protocol.values()).map(protocol -> Arguments.of(protocol, transport)));
  }

  @ParameterizedTest
  @MethodSource("protocolsAndTransports")
  void acknowledgesMessagesWithTheirOwnEndings(Protocol protocol, IoTransport transport)
      throws Exception {
    try (AcuseServer server = TestServer.start(config -> config.transport(transport));
        Peer peer = Peer.of(protocol, server)) {
      peer.send("hola\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: hola\n");
      peer.send("adiós\r\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: adiós\r\n");
      peer.send("\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: \n");
    }
  }

  @ParameterizedTest
  @MethodSource("protocolsAndTransports")
  void theWorkSpreadsOverTheEventLoops(Protocol protocol, IoTransport transport) throws Exception {
    assumeThat(protocol == Protocol.TCP || transport.datagramBalancing().isPresent()).isTrue();
    Set<Thread> eventLoops = ConcurrentHashMap.newKeySet();
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void began(Session session) {
            eventLoops.add(Thread.currentThread());
          }
        };
    try (AcuseServer server =
        TestServer.start(config -> config.transport(transport).threads(3), observer)) {
      for (int peers = 0; peers < 100; peers++) { // enough for a hash of them to hit every loop
        try (Peer peer = Peer.of(protocol, server)) {
          peer.send("hola\n");
          peer.receive();
        }
      }
    }
    assertThat(eventLoops).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void returnsBytesThatAreNoText(Protocol protocol) throws Exception {
    try (AcuseServer server =
            TestServer.start(config -> config.reply(ReplyTemplate.parse("{message}")));
        Peer peer = Peer.of(protocol, server)) {
      byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, 0x1b, '\n'};
      peer.send(bytes);
      assertThat(peer.receive()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void rejectsWhatIsTooLongAndGoesOn(Protocol protocol) throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = TestServer.start(config -> config.maxMessageBytes(5), events);
        Peer peer = Peer.of(protocol, server)) {
      peer.send("12345\r\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: 12345\r\n");
      peer.send("123456\r\n");
      assertThat(peer.receive())
          .isEqualTo("Servidor " + protocol + " rechazó: el mensaje supera 5 bytes\r\n");
      peer.send("ok\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: ok\n");
      events.await(protocol + " " + peer.localPort() + " rejected 5");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void exitEndsOneSessionAndNoOther(Protocol protocol) throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = TestServer.start(config -> config, events);
        Peer leaving = Peer.of(protocol, server);
        Peer staying = Peer.of(protocol, server)) {
      staying.send("uno\n");
      staying.receive();
      leaving.send("dos\n");
      leaving.receive();
      leaving.send(" Exit \n");
      events.await(protocol + " " + leaving.localPort() + " ended EXIT");
      staying.send("tres\n");
      assertThat(staying.receive()).isEqualTo("Servidor " + protocol + " recibió: tres\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anyWordCanBeTheExitWordOrNone(Protocol protocol) throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server =
            TestServer.start(config -> config.exitWord(ExitWord.of("salir")), events);
        Peer peer = Peer.of(protocol, server)) {
      peer.send("exit\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: exit\n");
      peer.send("SALIR\n");
      events.await(protocol + " " + peer.localPort() + " ended EXIT");
    }
    try (AcuseServer server = TestServer.start(config -> config.exitWord(ExitWord.NONE));
        Peer peer = Peer.of(protocol, server)) {
      peer.send("exit\n");
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: exit\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void tellsWhoCameWhatTheySaidAndWhoLeft(Protocol protocol) throws Exception {
    EventLog events = new EventLog();
    AcuseServer server = TestServer.start(config -> config, events);
    try (Peer peer = Peer.of(protocol, server)) {
      peer.send("hola\n");
      peer.receive();
      String who = protocol + " " + peer.localPort() + " ";
      assertThat(events.next()).isEqualTo(who + "began");
      assertThat(events.next()).isEqualTo(who + "received hola");
      server.close();
      assertThat(events.next()).isEqualTo(who + "ended SERVER_STOPPED");
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void speaksIpv6(Protocol protocol) throws Exception {
    for (String host : new String[] {"::1", "::"}) {
      InetAddress address = InetAddress.getByName(host);
      try (AcuseServer server = TestServer.start(config -> config.host(address))) {
        InetSocketAddress loopback =
            new InetSocketAddress(
                "::1",
                protocol == Protocol.TCP
                    ? server.tcpAddress().getPort()
                    : server.udpAddress().getPort());
        try (Peer peer = protocol == Protocol.TCP ? Peer.tcp(loopback) : Peer.udp(loopback)) {
          peer.send("hola\n");
          assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: hola\n");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void listensOnOneProtocolAlone(Protocol only) throws Exception {
    Protocol other = only == Protocol.TCP ? Protocol.UDP : Protocol.TCP;
    try (AcuseServer server = TestServer.start(config -> config.only(only));
        Peer peer = Peer.of(only, server)) {
      peer.send("hola\n");
      assertThat(peer.receive()).contains("hola");
      assertThatThrownBy(() -> Peer.of(other, server))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not listening protocol=" + other);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aPortInUseIsToldWithItsHolderAndLeavesNothingOpen(Protocol taken) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(0, loopback);
        ClosedPort opened = ClosedPort.hold()) {
      int port = taken == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort();
      assertThatThrownBy(
              () ->
                  TestServer.start(
                      config ->
                          taken == Protocol.TCP
                              ? config.tcpPort(port)
                              : config.tcpPort(opened.number()).udpPort(port)))
          .isInstanceOfSatisfying(
              ListenException.class,
              e -> {
                assertThat(e.protocol()).isEqualTo(taken);
                assertThat(e.address().getPort()).isEqualTo(port);
                assertThat(e.reason()).isEqualTo(Reason.PORT_IN_USE);
                assertThat(e.holder().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
              });
      // TCP is opened first, so only a failure of UDP could leave anything open.
      try (ServerSocket again = new ServerSocket(opened.number(), 1, loopback)) {
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocolsAndTransports")
  void whoResetsAtOnceDisturbsNobody(Protocol protocol, IoTransport transport) throws Exception {
    try (AcuseServer server = TestServer.start(config -> config.transport(transport));
        Peer other = Peer.of(protocol, server)) {
      for (int i = 0; i < 50; i++) {
        Peer.tcp(server.tcpAddress()).reset();
      }
      other.send("hola\n");
      assertThat(other.receive()).isEqualTo("Servidor " + protocol + " recibió: hola\n");
    }
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    AcuseServer server = TestServer.start();
    server.close();
    server.close();
  }
}
