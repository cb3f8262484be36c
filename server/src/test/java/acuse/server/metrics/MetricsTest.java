package acuse.server.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.server.AcuseServer;
import acuse.server.admin.AdminConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.Limit;
import acuse.server.observe.SessionEnd;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import acuse.server.testing.UdpTarget;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page /metrics tells of everything that has happened. */
class MetricsTest {
  private static final Pattern SAMPLE =
      Pattern.compile("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? -?[0-9.]+");

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static AcuseServer start(UnaryOperator<ServerConfigBuilder> changes) throws Exception {
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    return TestServer.start(config -> changes.apply(config.admin(admin)));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void countsMessagesRepliesBytesAndSessions(Protocol protocol) throws Exception {
    try (AcuseServer server = start(config -> config.maxMessageBytes(4));
        Peer peer = Peer.of(protocol, server)) {
      HttpPeer http = HttpPeer.of(server);
      String label = "protocol=\"" + protocol.name().toLowerCase(Locale.ROOT) + "\"";
      peer.send("hola\n");
      String reply = peer.receive();
      peer.send("adiós\n");
      String rejection = peer.receive();
      assertThat(http.metric("acuse_sessions{" + label + "}")).isEqualTo(1);
      peer.send("exit\n");
      int exits = protocol == Protocol.UDP ? 1 : 0; // TCP's is not answered, and no message
      int exitBytes =
          protocol == Protocol.UDP ? peer.receive().getBytes(UTF_8).length : await(http, label);
      awaitMetric(http, "acuse_session_ends_total{" + label + ",reason=\"exit\"}", 1);
      assertThat(http.metric("acuse_messages_total{" + label + "}")).isEqualTo(1 + exits);
      assertThat(http.metric("acuse_replies_total{" + label + "}")).isEqualTo(2 + exits);
      assertThat(http.metric("acuse_rejections_total{" + label + ",reason=\"too_long\"}"))
          .isEqualTo(1);
      assertThat(http.metric("acuse_received_bytes_total{" + label + "}"))
          .isEqualTo("hola\nadi__s\nexit\n".length());
      assertThat(http.metric("acuse_sent_bytes_total{" + label + "}"))
          .isEqualTo((reply + rejection).getBytes(UTF_8).length + exitBytes);
      assertThat(http.metric("acuse_sessions_total{" + label + "}")).isEqualTo(1);
      assertThat(http.metric("acuse_sessions{" + label + "}")).isZero();
    }
  }

  /** Nothing is sent for TCP's exit. */
  private static int await(HttpPeer http, String label) throws Exception {
    awaitMetric(http, "acuse_sessions{" + label + "}", 0);
    return 0;
  }

  @Test
  void aMessageWithoutItsEndCounts() throws Exception {
    try (AcuseServer server =
            start(config -> config.guard(guard -> guard.idleTimeout(Duration.ofMillis(50))));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("hola\nque");
      assertThat(peer.receiveAll()).contains("hola");
      HttpPeer http = HttpPeer.of(server);
      awaitMetric(http, "acuse_session_ends_total{protocol=\"tcp\",reason=\"idle\"}", 1);
      assertThat(http.metric("acuse_not_served_total{limit=\"idle_timeout\"}")).isEqualTo(1);
      assertThat(http.metric("acuse_rejections_total{protocol=\"tcp\",reason=\"unfinished\"}"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void countsWhomALimitKeepsOut(Protocol protocol) throws Exception {
    try (AcuseServer server =
            start(config -> config.guard(guard -> guard.deny(AddressBlock.parse("127.0.0.2"))));
        Peer denied = Peer.of(protocol, server, "127.0.0.2")) {
      denied.send("hola\n");
      awaitMetric(HttpPeer.of(server), "acuse_not_served_total{limit=\"address_rules\"}", 1);
    }
  }

  @Test
  void countsBothDirectionsOfForwardingAndRefusals() throws Exception {
    ForwardTarget nobody = new ForwardTarget("127.0.0.1", UdpTarget.gone().getPort());
    try (UdpTarget target = UdpTarget.start(message -> "replied".getBytes(UTF_8));
        AcuseServer answered =
            start(
                config ->
                    config.forwardUdp(new ForwardTarget("127.0.0.1", target.address().getPort())));
        AcuseServer refused = start(config -> config.forwardUdp(nobody));
        Peer peer = Peer.of(Protocol.UDP, answered);
        Peer unlucky = Peer.of(Protocol.UDP, refused)) {
      peer.send("exit");
      assertThat(peer.receive()).isEqualTo("replied");
      HttpPeer http = HttpPeer.of(answered);
      awaitMetric(http, "acuse_replies_total{protocol=\"udp\"}", 1);
      assertThat(http.metric("acuse_messages_total{protocol=\"udp\"}")).isEqualTo(1);
      assertThat(http.metric("acuse_received_bytes_total{protocol=\"udp\"}")).isEqualTo(4);
      assertThat(http.metric("acuse_sent_bytes_total{protocol=\"udp\"}")).isEqualTo(7);
      assertThat(http.metric("acuse_sessions{protocol=\"udp\"}")).isEqualTo(1);
      assertThat(http.metric("acuse_target_failures_total{protocol=\"udp\"}")).isZero();
      unlucky.send("hola");
      awaitMetric(HttpPeer.of(refused), "acuse_target_failures_total{protocol=\"udp\"}", 1);
    }
  }

  @Test
  void everyEndAndEveryLimitHasItsCounterFromTheStart() throws Exception {
    try (AcuseServer server = start(config -> config)) {
      HttpPeer http = HttpPeer.of(server);
      for (Limit limit : Limit.values()) {
        assertThat(http.metric("acuse_not_served_total{limit=\"" + label(limit) + "\"}")).isZero();
      }
      for (SessionEnd end : SessionEnd.values()) {
        for (Protocol protocol : Protocol.values()) {
          assertThat(
                  http.metric(
                      "acuse_session_ends_total{protocol=\"%s\",reason=\"%s\"}"
                          .formatted(label(protocol), label(end))))
              .isZero();
        }
      }
    }
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void tellsWhenTheCertificateExpiresAndCountsFailedHandshakes() throws Exception {
    try (AcuseServer server =
            start(config -> config.tls(TlsConfig.selfSigned(InetAddress.getLoopbackAddress())));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      HttpPeer http = HttpPeer.of(server);
      assertThat(http.metric("acuse_tls_certificate_expiry_timestamp_seconds"))
          .isEqualTo(
              (double)
                  server
                      .tls()
                      .orElseThrow()
                      .certificate()
                      .getNotAfter()
                      .toInstant()
                      .getEpochSecond());
      peer.send("this is not TLS\n");
      awaitMetric(http, "acuse_tls_handshake_failures_total", 1);
    }
  }

  @Test
  void tellsOfTheProcess() throws Exception {
    try (AcuseServer server = start(config -> config)) {
      HttpPeer http = HttpPeer.of(server);
      assertThat(http.metric("process_start_time_seconds"))
          .isBetween(0.0, (double) Instant.now().getEpochSecond());
      assertThat(http.metric("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
      assertThat(http.metric("jvm_memory_used_bytes{area=\"nonheap\"}")).isPositive();
    }
  }

  /** Prometheus asks for many formats at once, and says how much it likes each. */
  @Test
  void theFormatIsTheReadersChoice() throws Exception {
    try (AcuseServer server = start(config -> config)) {
      HttpPeer http = HttpPeer.of(server);
      assertPrometheus(http.get("/metrics"));
      assertPrometheus(accepting(http, "*/*"));
      assertPrometheus(accepting(http, "application/openmetrics-text;q=0"));
      assertPrometheus(
          accepting(http, "application/openmetrics-text;q=0.3,text/plain;version=0.0.4;q=0.5"));
      assertOpenMetrics(accepting(http, "application/openmetrics-text"));
      assertOpenMetrics(
          accepting(
              http,
              "application/openmetrics-text;version=1.0.0;q=0.5,"
                  + "application/openmetrics-text;version=0.0.1;q=0.4,"
                  + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                  + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"));
    }
  }

  private static HttpResponse<String> accepting(HttpPeer http, String accept) throws Exception {
    return http.send("/metrics", request -> request.header("Accept", accept));
  }

  private static void assertPrometheus(HttpResponse<String> page) {
    assertThat(page.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body())
        .contains("# TYPE acuse_messages_total counter\n", "# TYPE acuse_build_info gauge\n")
        .contains("# TYPE acuse_sessions_total counter\n", "# TYPE acuse_sessions gauge\n")
        .doesNotContain("# EOF");
    assertThat(page.body().lines()).allMatch(MetricsTest::isLine);
  }

  private static void assertOpenMetrics(HttpResponse<String> page) {
    assertThat(page.headers().firstValue("content-type"))
        .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(page.body())
        .contains("# TYPE acuse_messages counter\n", "# TYPE acuse_build info\n")
        .contains("acuse_messages_total{protocol=\"tcp\"} 0\n")
        .endsWith("\n# EOF\n");
    assertThat(page.body().lines()).allMatch(MetricsTest::isLine);
  }

  private static boolean isLine(String line) {
    return line.startsWith("# ") || SAMPLE.matcher(line).matches();
  }

  @Test
  void labelsAreEscaped() {
    MetricsWriter out = new MetricsWriter(MetricsFormat.PROMETHEUS);
    out.gauge("a", "A.").sample(1, "b", "c\\d\"e\nf");
    assertThat(out.end()).isEqualTo("# HELP a A.\n# TYPE a gauge\na{b=\"c\\\\d\\\"e\\nf\"} 1\n");
  }

  /** Counters are added to about when a peer notices, not before. */
  private static void awaitMetric(HttpPeer http, String sample, double value) throws Exception {
    long startNanos = System.nanoTime();
    while (http.metric(sample) != value && System.nanoTime() - startNanos < LIMIT_NANOS) {
      Thread.onSpinWait();
    }
    assertThat(http.metric(sample)).isEqualTo(value);
  }
}
