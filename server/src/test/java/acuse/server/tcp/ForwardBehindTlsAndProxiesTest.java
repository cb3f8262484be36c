package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import acuse.server.testing.TestServer;
import acuse.server.testing.Transfer;
import acuse.server.tls.TlsConfig;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and PROXY headers end at the server; the target sees plain bytes. */
class ForwardBehindTlsAndProxiesTest {
  private static final String HEADER = "PROXY TCP4 192.0.2.7 192.0.2.1 40000 443\r\n";

  @TempDir private static Path folder;

  private static TestAuthority authority;
  private static Issued issued;

  private final EventLog log = new EventLog();
  private Target target;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    issued = authority.forLocalhost();
  }

  @BeforeEach
  void openTarget() throws Exception {
    target = Target.open();
  }

  @AfterEach
  void closeTarget() throws Exception {
    target.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tlsEndsHere(String version) throws Exception {
    try (AcuseServer server = start(ForwardBehindTlsAndProxiesTest::tls);
        TcpPeer peer = Peer.tls(server.tcpAddress(), sockets(), version)) {
      peer.send("question\n");
      try (TcpPeer end = target.accept()) {
        assertThat(end.receive()).isEqualTo("question\n");
        end.send("answer\n");
        assertThat(peer.receive()).isEqualTo("answer\n");
        peer.finish();
        assertThat(end.receiveAll()).isEmpty();
        end.finish();
        log.await("TCP " + peer.localPort() + " ended PEER_CLOSED");
      }
    }
  }

  @Test
  void tlsHalfClosesAndCarriesMuch() throws Exception {
    try (AcuseServer server = start(ForwardBehindTlsAndProxiesTest::tls);
        TcpPeer peer = Peer.tls(server.tcpAddress(), sockets(), "TLSv1.3")) {
      Transfer there = Transfer.begin(peer, 1, 4);
      try (TcpPeer end = target.accept()) {
        assertThat(Transfer.digestOfAll(end)).isEqualTo(there.digest());
        Transfer back = Transfer.begin(end, 2, 4);
        assertThat(Transfer.digestOfAll(peer)).isEqualTo(back.digest());
      }
    }
  }

  @Test
  void aTlsStreamThatIsCutOffIsAResetForTheTarget() throws Exception {
    try (AcuseServer server = start(ForwardBehindTlsAndProxiesTest::tls);
        TcpPeer peer = Peer.tls(server.tcpAddress(), sockets(), "TLSv1.3")) {
      peer.send("pay 1");
      try (TcpPeer end = target.accept()) {
        assertThat(end.receiveAsMuchAs("pay 1")).isEqualTo("pay 1");
        peer.finishTcpOnly();
        assertThatThrownBy(end::receiveAll).isInstanceOf(SocketException.class);
        log.await("TCP " + peer.localPort() + " ended BROKEN");
      }
    }
  }

  /** Strangers make no connections onward. */
  @Test
  void withoutTlsNothingIsForwarded() throws Exception {
    try (AcuseServer server = start(ForwardBehindTlsAndProxiesTest::tls);
        TcpPeer stranger = Peer.tcp(server.tcpAddress());
        TcpPeer peer = Peer.tls(server.tcpAddress(), sockets(), "TLSv1.3")) {
      stranger.send("GET / HTTP/1.0\r\n\r\n");
      log.await("TCP " + stranger.localPort() + " no TLS: not TLS");
      peer.send("first\n");
      try (TcpPeer end = target.accept()) {
        assertThat(end.receive()).isEqualTo("first\n");
      }
    }
  }

  @Test
  void theHeaderOfAProxyIsNotForwarded() throws Exception {
    try (AcuseServer server = start(ForwardBehindTlsAndProxiesTest::proxies);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send(HEADER + "question\n");
      try (TcpPeer end = target.accept()) {
        assertThat(end.receive()).isEqualTo("question\n");
        log.await("TCP 40000 received question\n");
        end.send("answer\n");
        assertThat(peer.receive()).isEqualTo("answer\n");
      }
    }
  }

  @Test
  void aHeaderAndThenTls() throws Exception {
    try (AcuseServer server = start(config -> tls(proxies(config)));
        TcpPeer peer = Peer.tlsBehind(HEADER, server.tcpAddress(), sockets(), "TLSv1.3")) {
      peer.send("question\n");
      try (TcpPeer end = target.accept()) {
        assertThat(end.receive()).isEqualTo("question\n");
        log.await("TCP 40000 received question\n");
      }
    }
  }

  private AcuseServer start(UnaryOperator<ServerConfigBuilder> changes) throws Exception {
    return TestServer.start(config -> changes.apply(config.forwardTcp(target.address())), log);
  }

  private static ServerConfigBuilder tls(ServerConfigBuilder config) {
    return config.tls(TlsConfig.with(issued.certificate(), issued.key()));
  }

  private static ServerConfigBuilder proxies(ServerConfigBuilder config) {
    return config.guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.1")));
  }

  private static SSLSocketFactory sockets() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.root().toTrustManager()}, null);
    return context.getSocketFactory();
  }
}
