package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.Patience;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.Limit;
import acuse.server.testing.EventLog;
import acuse.server.testing.LimitsActed;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import acuse.server.tls.ServerTls;
import acuse.server.tls.TlsConfig;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream's promises, kept over TLS, and those that only TLS has. */
class TlsSessionTest {
  private static final String V12 = "TLSv1.2";
  private static final String V13 = "TLSv1.3";
  private static final byte[] CLOSE_NOTIFY_IN_CLEAR = {21, 3, 3, 0, 2, 1, 0};

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static Issued issued;
  private static TlsConfig tls;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    issued = authority.forLocalhost();
    tls = TlsConfig.with(issued.certificate(), issued.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void fiftyThousandLinesComeBackInOrder(String version) throws Exception {
    String lines = IntStream.range(0, 50_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    try (AcuseServer server = start();
        TcpPeer peer = connect(server, version)) {
      Thread sender = send(peer, lines + "exit\n", false);
      assertThat(peer.receiveAll())
          .isEqualTo(lines.replaceAll("(?m)^(?=.)", "Servidor TCP recibió: "));
      sender.join();
    }
  }

  @Test
  void closeNotifyIsAHalfCloseAndTheLastMessageNeedsNoLf() throws Exception {
    try (AcuseServer server = start();
        TcpPeer peer = connect(server, V13)) {
      peer.send("uno\ndos");
      peer.finish();
      assertThat(peer.receiveAll())
          .isEqualTo("Servidor TCP recibió: uno\nServidor TCP recibió: dos");
    }
  }

  @Test
  void aHalfCloseBehindManyMessagesLosesNone() throws Exception {
    String message = "x".repeat(1000) + "\n";
    try (AcuseServer server = start();
        TcpPeer peer = connect(server, V13)) {
      Thread sender = send(peer, message.repeat(30_000), true);
      sender.join(1000);
      assertThat(peer.receiveAll().lines()).hasSize(30_000);
      sender.join();
    }
  }

  /** A Java peer then waits for nothing more; what came before its close_notify was answered. */
  @Test
  void overTls12TheRepliesToEarlierRecordsAreSentBeforeTheCloseNotify() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(config -> config, events);
        TcpPeer peer = connect(server, V12)) {
      peer.send("uno\n");
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: uno\n");
      peer.finish();
      assertThat(peer.receiveAll()).isEmpty();
      events.await("TCP " + peer.localPort() + " ended PEER_CLOSED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void exitIsAnsweredByTheEndAfterAllEarlierReplies(String version) throws Exception {
    try (AcuseServer server = start();
        TcpPeer peer = connect(server, version)) {
      peer.send("uno\ndos\nexit\ntres\n");
      assertThat(peer.receiveAll())
          .isEqualTo("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void exitDestroysNoReplyHoweverMuchIsSentAfterIt(String version) throws Exception {
    String lines = "una línea como tantas\n".repeat(20_000);
    try (AcuseServer server = start();
        TcpPeer peer = connect(server, version)) {
      Thread sender = send(peer, lines + "exit\n" + lines, false);
      assertThat(peer.receiveAll().lines()).hasSize(20_000);
      sender.join();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "RAW"})
  void aPeerWithoutFramingIsAnswered(Framing framing) throws Exception {
    try (AcuseServer server = start(config -> config.framing(framing), new EventLog());
        TcpPeer peer = connect(server, V13)) {
      for (String message : new String[] {"hola", "qué tal", "línea\nlínea"}) {
        peer.send(message);
        String reply = "Servidor TCP recibió: " + message;
        assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
      }
    }
  }

  @Test
  void lengthFramesBothWays() throws Exception {
    try (AcuseServer server =
            start(
                config -> config.framing(Framing.LENGTH).reply(ReplyTemplate.parse("[{message}]")),
                new EventLog());
        TcpPeer peer = connect(server, V13)) {
      String large = "x".repeat(20_480);
      peer.send("\0\0\0\3a\nb" + "\0\0P\0" + large);
      String replies = "\0\0\0\5[a\nb]" + "\0\0P\2[" + large + "]";
      assertThat(peer.receiveAsMuchAs(replies)).isEqualTo(replies);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void aPeerWhoDoesNotReadIsNotReadFromAndLosesNothing(String version) throws Exception {
    String message = "x".repeat(1000) + "\n";
    int messages = 40_000;
    try (AcuseServer server = start();
        TcpPeer peer = connect(server, version);
        TcpPeer other = connect(server, version)) {
      Thread sender = send(peer, message.repeat(messages) + "exit\n", false);
      other.send("hola\n");
      assertThat(other.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      sender.join(1000);
      assertThat(sender.isAlive()).as("held back").isTrue();
      assertThat(peer.receiveAll().lines()).hasSize(messages);
      sender.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void whatHasArrivedIsAnsweredBeforeTheServerStops(String version) throws Exception {
    EventLog events = new EventLog();
    AcuseServer server = start(config -> config, events);
    try (TcpPeer peer = connect(server, version)) {
      peer.send("uno\n");
      peer.receive();
      peer.send("dos\n".repeat(10_000));
      server.close();
      assertThat(peer.receiveAll().lines()).hasSize(10_000);
      events.await("TCP " + peer.localPort() + " ended SERVER_STOPPED");
    }
  }

  @Test
  void whoSaysNothingDoesNotHoldUpTheStop() throws Exception {
    EventLog events = new EventLog();
    AcuseServer server =
        start(config -> config.guard(guard -> guard.drainTimeout(Duration.ofHours(1))), events);
    try (TcpPeer silent = Peer.tcp(server.tcpAddress());
        TcpPeer idle = connect(server, V13)) {
      events.await("TCP " + silent.localPort() + " began");
      idle.send("hola\n");
      idle.receive();
      server.close();
      assertThat(silent.receiveAll()).isEmpty();
      assertThat(idle.receiveAll()).isEmpty();
    }
  }

  /** Anyone on the way can send FIN; what has no ending may have been cut. */
  @Test
  void aFinWithoutCloseNotifyEndsWholeMessagesOnly() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(config -> config, events);
        TcpPeer peer = connect(server, V13)) {
      peer.send("uno\ndos");
      peer.finishTcpOnly();
      assertThat(peer.receiveAll()).isEqualTo("Servidor TCP recibió: uno\n");
      events.await("TCP " + peer.localPort() + " received uno");
      assertThat(events.next()).isEqualTo("TCP " + peer.localPort() + " ended BROKEN");
    }
  }

  @Test
  void aProxySaysFirstWhoIsBehindItAndWhatFollowsIsTls() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server =
            start(
                config -> config.guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.1"))),
                events);
        TcpPeer peer =
            Peer.tlsBehind(
                "PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432\r\n",
                server.tcpAddress(),
                sockets(new KeyManager[0]),
                V13)) {
      peer.send("hola\n");
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      events.await("TCP 56324 received hola");
    }
  }

  @Test
  void aSilentConnectionIsClosedAndItsHalfSentMessageRejected() throws Exception {
    Patience.from(
        Duration.ofMillis(200),
        limit -> {
          EventLog events = new EventLog();
          try (AcuseServer server =
                  start(
                      config ->
                          config.framing(Framing.LINE).guard(guard -> guard.idleTimeout(limit)),
                      events);
              TcpPeer peer = connect(server, V13)) {
            peer.send("uno\ndo");
            assertThat(peer.receiveAll())
                .isEqualTo(
                    """
                    Servidor TCP recibió: uno
                    Servidor TCP rechazó: el mensaje no terminó de llegar
                    """);
            events.await("TCP " + peer.localPort() + " ended IDLE");
            assertThat(server.limitsActed()).containsEntry(Limit.IDLE_TIMEOUT, 1L);
          }
        });
  }

  @Test
  void udpStaysPlain() throws Exception {
    try (AcuseServer server = start();
        Peer peer = Peer.udp(server.udpAddress())) {
      peer.send("hola");
      assertThat(peer.receive()).isEqualTo("Servidor UDP recibió: hola");
    }
  }

  @Test
  void whoSpeaksNoTlsIsToldApartAndLeft() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(config -> config, events);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("hola\n".repeat(1000));
      assertThat(peer.receiveAll()).isEmpty();
      events.await("TCP " + peer.localPort() + " no TLS: not TLS");
      events.await("TCP " + peer.localPort() + " ended BROKEN");
    }
  }

  @Test
  void whoDoesNotAgreeInTimeIsLeft() throws Exception {
    Patience.from(
        Duration.ofMillis(100),
        limit -> {
          EventLog events = new EventLog();
          TlsConfig impatient =
              TlsConfig.with(issued.certificate(), issued.key()).withHandshakeLimit(limit);
          try (AcuseServer server = start(config -> config.tls(impatient), events);
              TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send(new byte[] {22, 3, 1, 1}); // a handshake that never goes on
            assertThat(peer.receiveAll()).isEmpty();
            String reason = "handshake timed out after " + limit.toMillis() + "ms";
            events.await("TCP " + peer.localPort() + " no TLS: " + reason);
            LimitsActed.await(server, Limit.TLS_HANDSHAKE, 1);
            events.await("TCP " + peer.localPort() + " ended BROKEN");
          }
        });
  }

  @Test
  void whoConnectsAndFinishesIsNoFailure() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(config -> config, events);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      events.await("TCP " + peer.localPort() + " began");
      peer.finish();
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(events.next()).isEqualTo("TCP " + peer.localPort() + " ended BROKEN");
    }
  }

  @Test
  void anAlertInsteadOfAHandshakeIsTheEnd() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(config -> config, events);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send(CLOSE_NOTIFY_IN_CLEAR);
      peer.finish();
      peer.receiveAll();
      events.await("TCP " + peer.localPort() + " ended BROKEN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void aClientWithoutACertificateIsToldSo(String version) throws Exception {
    TlsConfig strict =
        TlsConfig.with(issued.certificate(), issued.key())
            .requiringClients(authority.certificate());
    Issued client = authority.issue(certificate -> certificate.addExtendedKeyUsageClientAuth());
    SSLSocketFactory withCertificate =
        sockets(client.bundle().toKeyManagerFactory().getKeyManagers());
    try (AcuseServer server = start(config -> config.tls(strict), new EventLog());
        TcpPeer known = Peer.tls(server.tcpAddress(), withCertificate, version);
        TcpPeer unknown = connect(server, version)) {
      known.send("hola\n");
      assertThat(known.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      assertThatThrownBy(
              () -> {
                unknown.send("hola\n".repeat(10_000));
                unknown.receive();
              })
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("alert");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void aKeyForPssSignaturesIsAsGoodAsAnother(String version) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSASSA-PSS");
    keys.initialize(2048);
    KeyPair pair = keys.generateKeyPair();
    Issued pss = authority.issue(certificate -> TestAuthority.localhost(certificate).keyPair(pair));
    TlsConfig withPss = TlsConfig.with(pss.certificate(), pss.key());
    try (AcuseServer server = start(config -> config.tls(withPss), new EventLog());
        TcpPeer peer = connect(server, version)) {
      peer.send("hola\n");
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
    }
  }

  @Test
  void aRenewedCertificateIsShownToWhoComesNextAndNobodyIsDropped() throws Exception {
    Path certificate = folder.resolve("renewed.pem");
    Path key = folder.resolve("renewed.key");
    copy(issued.certificate(), certificate);
    copy(issued.key(), key);
    TlsConfig renewable = TlsConfig.with(certificate, key);
    try (AcuseServer server = start(config -> config.tls(renewable), new EventLog());
        TcpPeer before = connect(server, V13)) {
      ServerTls shown = server.tls().orElseThrow();
      before.send("uno\n");
      before.receive();
      Issued next = authority.forLocalhost();
      copy(next.certificate(), certificate);
      assertThatThrownBy(shown::reload).hasMessageContaining("OTHER_KEY");
      assertThat(shown.certificate()).isEqualTo(issued.bundle().getCertificate());
      copy(next.key(), key);
      shown.reload();
      try (TcpPeer after = connect(server, V13)) {
        after.send("dos\n");
        assertThat(after.receive()).isEqualTo("Servidor TCP recibió: dos\n");
        assertThat(after.certificateShown()).isEqualTo(next.bundle().getCertificate());
      }
      before.send("tres\n");
      assertThat(before.receive()).isEqualTo("Servidor TCP recibió: tres\n");
    }
  }

  /** Each would cost a signature. A signed alert is no reset: it says what was wrong. */
  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
  void aSecondHandshakeIsRefusedByAnAlert(Algorithm key) throws Exception {
    Issued certificate =
        authority.issue(content -> TestAuthority.localhost(content).algorithm(key));
    TlsConfig ofKey = TlsConfig.with(certificate.certificate(), certificate.key());
    EventLog events = new EventLog();
    try (AcuseServer server =
            TestServer.start(config -> config.only(Protocol.TCP).tls(ofKey), events);
        TcpPeer peer = connect(server, V12);
        TcpPeer other = connect(server, V12)) {
      peer.send("uno\n");
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: uno\n");
      peer.handshakeAgain();
      assertThatThrownBy(peer::receive)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("handshake_failure");
      events.await("TCP " + peer.localPort() + " ended BROKEN");
      other.send("dos\n");
      assertThat(other.receive()).isEqualTo("Servidor TCP recibió: dos\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void aReplyCanNameTheVersion(String version) throws Exception {
    ReplyTemplate template = ReplyTemplate.parse("{tls} {number} in {reads}");
    try (AcuseServer server = start(config -> config.reply(template), new EventLog());
        TcpPeer peer = connect(server, version)) {
      peer.send("uno\ndos\n");
      assertThat(peer.receive()).isEqualTo(version + " 1 in 1\n");
      assertThat(peer.receive()).isEqualTo(version + " 2 in 1\n");
    }
  }

  private static AcuseServer start() throws Exception {
    return start(config -> config, new EventLog());
  }

  private static AcuseServer start(UnaryOperator<ServerConfigBuilder> changes, EventLog events)
      throws Exception {
    return TestServer.start(config -> changes.apply(config.tls(tls)), events);
  }

  private static TcpPeer connect(AcuseServer server, String version) throws Exception {
    return Peer.tls(server.tcpAddress(), sockets(new KeyManager[0]), version);
  }

  private static SSLSocketFactory sockets(KeyManager... keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {authority.root().toTrustManager()}, null);
    return context.getSocketFactory();
  }

  private static Thread send(TcpPeer peer, String text, boolean finish) {
    byte[] bytes = text.getBytes(UTF_8);
    Thread sender =
        new Thread(
            () -> {
              try {
                peer.send(bytes);
                if (finish) {
                  peer.finish();
                }
              } catch (IOException e) {
                // The receiving side sees what came of it.
              }
            });
    sender.start();
    return sender;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
