package acuse.client.bench.compare;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Histograms;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.SystemCounters;
import acuse.client.bench.result.Warning;
import acuse.common.protocol.Protocol;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes a result of one line {@code end}: what {@code ResultJson} wrote, the other way round. */
final class ResultParser {
  private final JsonMembers json;

  ResultParser(JsonObject end) {
    this.json = new JsonMembers(end);
  }

  static boolean isEnd(JsonObject line) {
    return line.get("event") instanceof JsonPrimitive event && event.getAsString().equals("end");
  }

  /** The schema that a line names, or nothing. */
  static String schema(JsonObject line) {
    return line.get("schema") instanceof JsonPrimitive schema ? schema.getAsString() : "";
  }

  /**
   * The result.
   *
   * @throws IllegalArgumentException with the name of a member that is missing or damaged
   */
  RunResult result() {
    return new RunResult(
        json.text("run"),
        protocol(),
        load(json.object("config")),
        (int) json.number("step"),
        (int) json.number("repetition"),
        json.number("start_ms"),
        counts(json.object("counts")),
        json.number("loss_burst_max"),
        json.number("reorder_extent_max"),
        json.decimal("sent_per_s"),
        json.decimal("answered_per_s"),
        histograms(json.object("histograms")),
        json.optionalDecimal("jitter_rfc3550_us").orElse(Double.NaN),
        system(json.object("system")),
        json.flag("valid"),
        warnings());
  }

  private Protocol protocol() {
    String name = json.text("protocol");
    return Stream.of(Protocol.values())
        .filter(protocol -> protocol.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("protocol"));
  }

  private static Load load(JsonMembers config) {
    OptionalDouble rate = config.optionalDecimal("rate");
    OptionalDouble seed = config.optionalDecimal("seed");
    OptionalDouble window = config.optionalDecimal("window");
    return new Load(
        rate,
        config.text("arrivals").equals("poisson"),
        seed.isPresent() ? OptionalLong.of(config.number("seed")) : OptionalLong.empty(),
        seconds(config.decimal("duration_s")),
        seconds(config.decimal("warmup_s")),
        (int) config.number("connections"),
        window.isPresent() ? (int) config.number("window") : 0,
        (int) config.number("size"),
        Duration.ofMillis(config.number("timeout_ms")));
  }

  private static Counts counts(JsonMembers counts) {
    return new Counts(
        counts.number("intended"),
        counts.number("sent"),
        counts.number("not_sent"),
        counts.number("answered"),
        counts.number("lost"),
        counts.number("late"),
        counts.number("duplicated"),
        counts.number("reordered"),
        counts.number("corrupted"),
        counts.number("stray"),
        counts.number("rejected"),
        counts.number("connect_failures"),
        counts.number("broken"),
        counts.number("bytes_sent"),
        counts.number("bytes_received"));
  }

  /** A result is judged by the service times if it has no latencies, so these are always there. */
  private static Histograms histograms(JsonMembers histograms) {
    return new Histograms(
        histograms.histogram("latency").orElse(null),
        histograms
            .histogram("service_time")
            .orElseThrow(() -> new IllegalArgumentException("service_time")),
        histograms.histogram("send_lag").orElse(null),
        histograms.histogram("connect").orElse(null),
        histograms.histogram("rtt_ipdv").orElse(null));
  }

  private static SystemCounters system(JsonMembers system) {
    return new SystemCounters(
        system.number("udp_rcvbuf_errors"),
        system.number("udp_sndbuf_errors"),
        system.number("tcp_retrans_segs"),
        system.number("gc_pause_ms"));
  }

  /** Those that this version knows. */
  private List<Warning> warnings() {
    List<String> codes = json.texts("warnings");
    return Stream.of(Warning.values()).filter(warning -> codes.contains(warning.code())).toList();
  }

  private static Duration seconds(double value) {
    return Duration.ofMillis(Math.round(value * 1000));
  }
}
