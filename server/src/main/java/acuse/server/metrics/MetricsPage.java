package acuse.server.metrics;

import acuse.common.protocol.Protocol;
import acuse.server.admin.AdminReply;
import acuse.server.admin.AdminRequest;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.observe.SessionEnd;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code /metrics}: all counters, added up when they are asked for. No peer's address is ever a
 * label, so there are as many samples as there were at the start.
 */
public final class MetricsPage {
  private final Build build;
  private final ServerCounters counters;
  private final LimitCounters limits;
  private final BufferBudget budget;
  private final BooleanSupplier ready;
  private final Supplier<Optional<Instant>> certificateExpiry;
  private final List<Consumer<MetricsWriter>> more = new ArrayList<>();

  /**
   * The program that runs here.
   *
   * @param version empty where there is none, as in tests
   * @param transport in lower case
   */
  public record Build(String version, String transport) {}

  /**
   * Reads these with each request.
   *
   * @param ready whether the server is ready for peers
   * @param certificateExpiry of the certificate that new connections see
   */
  public MetricsPage(
      Build build,
      ServerCounters counters,
      LimitCounters limits,
      BufferBudget budget,
      BooleanSupplier ready,
      Supplier<Optional<Instant>> certificateExpiry) {
    this.build = build;
    this.counters = counters;
    this.limits = limits;
    this.budget = budget;
    this.ready = ready;
    this.certificateExpiry = certificateExpiry;
  }

  /** Adds families of other parts of the server. To be called before the page is asked for. */
  public MetricsPage add(Consumer<MetricsWriter> families) {
    more.add(families);
    return this;
  }

  /** Loads what the page needs, while there are descriptors to load it. */
  public void warmUp() {
    write(MetricsFormat.PROMETHEUS);
  }

  /** The page, in the format that the reader prefers. */
  public AdminReply answer(AdminRequest request) {
    String accept = String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT));
    MetricsFormat format = MetricsFormat.accepted(accept);
    return AdminReply.of(HttpResponseStatus.OK, format.contentType(), write(format));
  }

  String write(MetricsFormat format) {
    MetricsWriter out = new MetricsWriter(format);
    out.info("acuse_build", "What runs here.")
        .sample(1, "version", build.version, "transport", build.transport);
    out.gauge("acuse_ready", "Whether the server is ready for peers: 1 or 0.")
        .sample(ready.getAsBoolean() ? 1 : 0);
    writeSessions(out);
    writeTraffic(out);
    writeLimits(out);
    out.gauge("acuse_buffered_bytes", "Bytes that all connections together make the server hold.")
        .sample(budget.heldBytes());
    out.gauge("acuse_buffered_max_bytes", "How many bytes they may make it hold.")
        .sample(budget.maxBytes());
    certificateExpiry
        .get()
        .ifPresent(
            expiry ->
                out.gauge(
                        "acuse_tls_certificate_expiry_timestamp_seconds",
                        "When the TLS certificate expires, since the Unix epoch.")
                    .sample(expiry.getEpochSecond()));
    more.forEach(families -> families.accept(out));
    ProcessMetrics.write(out);
    return out.end();
  }

  private void writeSessions(MetricsWriter out) {
    // Ends are read first: a session that ends meanwhile must not count as ended, but not begun.
    Map<Protocol, Map<SessionEnd, Long>> ended = new EnumMap<>(Protocol.class);
    Map<Protocol, Long> began = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      ended.put(protocol, counters.ended(protocol));
      began.put(protocol, counters.began(protocol));
    }
    out.counterBesideGauge("acuse_sessions", "Sessions that began.");
    began.forEach((protocol, total) -> out.sample(total, "protocol", label(protocol)));
    out.gauge("acuse_sessions", "Sessions that are open.");
    began.forEach(
        (protocol, total) ->
            out.sample(
                total - ended.get(protocol).values().stream().mapToLong(Long::longValue).sum(),
                "protocol",
                label(protocol)));
    out.counter("acuse_session_ends", "Sessions that ended, by reason.");
    ended.forEach(
        (protocol, totals) ->
            totals.forEach(
                (why, total) ->
                    out.sample(total, "protocol", label(protocol), "reason", label(why))));
  }

  private void writeTraffic(MetricsWriter out) {
    out.counter("acuse_messages", "Messages that were received whole and not rejected.");
    for (Protocol protocol : Protocol.values()) {
      out.sample(counters.sum(protocol, loop -> loop.messages), "protocol", label(protocol));
    }
    out.counter("acuse_replies", "Replies that were written, rejections among them.");
    for (Protocol protocol : Protocol.values()) {
      out.sample(counters.sum(protocol, loop -> loop.replies), "protocol", label(protocol));
    }
    out.counter("acuse_received_bytes", "Bytes received from peers, without TLS.");
    for (Protocol protocol : Protocol.values()) {
      out.sample(counters.sum(protocol, loop -> loop.receivedBytes), "protocol", label(protocol));
    }
    out.counter("acuse_sent_bytes", "Bytes written for peers, without TLS.");
    for (Protocol protocol : Protocol.values()) {
      out.sample(counters.sum(protocol, loop -> loop.sentBytes), "protocol", label(protocol));
    }
    out.counter("acuse_rejections", "Messages that were rejected, by reason.");
    for (Protocol protocol : Protocol.values()) {
      String name = label(protocol);
      out.sample(
          counters.sum(protocol, loop -> loop.tooLong), "protocol", name, "reason", "too_long");
      out.sample(
          counters.sum(protocol, loop -> loop.unfinished),
          "protocol",
          name,
          "reason",
          "unfinished");
    }
  }

  private void writeLimits(MetricsWriter out) {
    out.counter("acuse_not_served", "Connections, datagrams and answers that a limit stopped.");
    limits.totals().forEach((limit, total) -> out.sample(total, "limit", label(limit)));
    out.counter("acuse_target_failures", "Times when the target to forward to was not reached.");
    for (Protocol protocol : Protocol.values()) {
      out.sample(counters.targetsFailed(protocol), "protocol", label(protocol));
    }
    out.counter("acuse_accept_failures", "Times when no connection could be accepted.")
        .sample(counters.acceptsFailed());
    out.counter("acuse_tls_handshake_failures", "TLS handshakes that failed.")
        .sample(counters.handshakesFailed());
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
