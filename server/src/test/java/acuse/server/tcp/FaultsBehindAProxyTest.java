package acuse.server.tcp;

import static acuse.common.testing.ProxyHeaders.line;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.Decisions;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Impairment;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy, the peer that faults go by is the one that the header names, not the proxy. */
class FaultsBehindAProxyTest {
  private static final int MESSAGES = 64;
  private static final ImpairConfig HALF_MUTED = ImpairConfig.of(13, "tcp:mute=50%");

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static Issued issued;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    issued = authority.forLocalhost();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSeedGoesByThePeerAndItsSessions(boolean secured) throws Exception {
    List<String> first = answered("203.0.113.7", 1);
    List<String> second = answered("203.0.113.7", 2);
    List<String> other = answered("203.0.113.8", 1);
    assertThat(first)
        .isNotEqualTo(second)
        .isNotEqualTo(other)
        .isNotEqualTo(answered("127.0.0.1", 1));
    try (AcuseServer server = start(HALF_MUTED, secured)) {
      assertThat(repliesTo("203.0.113.7", server, secured)).isEqualTo(first);
      assertThat(repliesTo("203.0.113.8", server, secured)).isEqualTo(other);
      assertThat(repliesTo("203.0.113.7", server, secured)).isEqualTo(second);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyNamedPeersMeetFaults(boolean secured) throws Exception {
    ImpairConfig one =
        new ImpairConfig(
            1,
            ImpairConfig.of(1, "tcp:mute=100%").faults(),
            List.of(AddressBlock.parse("203.0.113.7")));
    ImpairConfig proxy =
        new ImpairConfig(1, one.faults(), List.of(AddressBlock.parse("127.0.0.0/8")));
    try (AcuseServer server = start(one, secured)) {
      assertThat(repliesTo("203.0.113.7", server, secured)).isEmpty();
      assertThat(repliesTo("203.0.113.8", server, secured)).hasSize(MESSAGES);
      server.impair(proxy);
      assertThat(repliesTo("203.0.113.7", server, secured)).hasSize(MESSAGES);
    }
  }

  /** The replies that the seed means. */
  private static List<String> answered(String peer, long session) throws Exception {
    Decisions decisions =
        Impairment.decisions(
            HALF_MUTED, acuse.server.impair.Path.TCP_OUT, InetAddress.getByName(peer), session);
    return IntStream.rangeClosed(1, MESSAGES)
        .filter(message -> !decisions.act(Fault.MUTE, message))
        .mapToObj(message -> "[" + message + "]")
        .toList();
  }

  private static List<String> repliesTo(String peer, AcuseServer server, boolean secured)
      throws Exception {
    String header = new String(line("PROXY TCP4 " + peer + " 192.0.2.1 56324 65432"), ISO_8859_1);
    try (TcpPeer proxy =
        secured
            ? Peer.tlsBehind(header, server.tcpAddress(), sockets(), "TLSv1.3")
            : Peer.tcp(server.tcpAddress())) {
      if (!secured) {
        proxy.send(header);
      }
      proxy.send(
          IntStream.rangeClosed(1, MESSAGES)
              .mapToObj(message -> message + "\n")
              .collect(Collectors.joining()));
      proxy.finish();
      return proxy.receiveAll().lines().toList();
    }
  }

  private static AcuseServer start(ImpairConfig faults, boolean secured) throws Exception {
    return TestServer.start(config -> configure(config, faults, secured));
  }

  private static ServerConfigBuilder configure(
      ServerConfigBuilder config, ImpairConfig faults, boolean secured) {
    ServerConfigBuilder changed =
        config
            .reply(ReplyTemplate.parse("[{message}]"))
            .impair(faults)
            .guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.0/8")));
    return secured ? changed.tls(TlsConfig.with(issued.certificate(), issued.key())) : changed;
  }

  private static SSLSocketFactory sockets() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.root().toTrustManager()}, null);
    return context.getSocketFactory();
  }
}
