package acuse.client.bench.output;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.SystemCounters;
import acuse.client.bench.result.Warning;
import acuse.client.output.JsonObject;
import acuse.common.protocol.Protocol;
import java.util.Locale;

/**
 * The lines of {@code --format json} and of {@code --out NAME.json}: schema {@code acuse.bench/1},
 * which {@code docs/bench.md} describes. The line {@code end} is the whole result.
 *
 * <pre>
 * {"event":"start","schema":"acuse.bench/1","run":"9F3A0C11","protocol":"udp",…}
 * {"event":"interval","schema":"acuse.bench/1","run":"9F3A0C11","protocol":"udp",…}
 * {"event":"end","schema":"acuse.bench/1","run":"9F3A0C11","protocol":"udp",…}
 * </pre>
 */
public final class ResultJson {
  /** The name of the schema, in every line. */
  public static final String SCHEMA = "acuse.bench/1";

  static final int RATE_PLACES = 1;
  static final int RATIO_PLACES = 6;

  private ResultJson() {}

  /** One protocol, rate or repetition begins. */
  public static JsonObject start(
      String run, Protocol protocol, int step, int repetition, long startMillis, Load load) {
    return head("start", run, protocol, step, repetition)
        .number("start_ms", startMillis)
        .object("config", config(load));
  }

  /** A part of it has passed. */
  public static JsonObject interval(String run, Interval interval) {
    Counts counts = interval.counts();
    return head("interval", run, interval.protocol(), interval.step(), interval.repetition())
        .decimal("from_s", interval.fromSeconds(), 3)
        .decimal("to_s", interval.toSeconds(), 3)
        .object("counts", counts(counts))
        .decimal("loss_ratio", ratio(counts), RATIO_PLACES)
        .object("latency_us", DurationsJson.of(interval.histograms().latency()))
        .object("service_time_us", DurationsJson.of(interval.histograms().serviceTime()))
        .object("send_lag_us", DurationsJson.of(interval.histograms().sendLag()));
  }

  /** The whole result. */
  public static JsonObject end(RunResult result) {
    Counts counts = result.counts();
    return head("end", result.run(), result.protocol(), result.step(), result.repetition())
        .number("start_ms", result.startMillis())
        .object("config", config(result.load()))
        .object("counts", counts(counts))
        .decimal("loss_ratio", ratio(counts), RATIO_PLACES)
        .number("loss_burst_max", result.lossBurstMax())
        .number("reorder_extent_max", result.reorderExtentMax())
        .decimal("sent_per_s", result.sentPerSecond(), RATE_PLACES)
        .decimal("answered_per_s", result.answeredPerSecond(), RATE_PLACES)
        .object("latency_us", DurationsJson.of(result.histograms().latency()))
        .object("service_time_us", DurationsJson.of(result.histograms().serviceTime()))
        .object("send_lag_us", DurationsJson.of(result.histograms().sendLag()))
        .object("connect_us", DurationsJson.of(result.histograms().connect()))
        .object("rtt_ipdv_us", DurationsJson.of(result.histograms().ipdv()))
        .decimal("jitter_rfc3550_us", result.jitterMicros(), DurationsJson.PLACES)
        .object("system", system(result.system()))
        .flag("valid", result.valid())
        .texts("warnings", result.warnings().stream().map(Warning::code).toList())
        .object("histograms", DurationsJson.encoded(result.histograms()));
  }

  private static JsonObject head(
      String event, String run, Protocol protocol, int step, int repetition) {
    return new JsonObject()
        .text("event", event)
        .text("schema", SCHEMA)
        .text("run", run)
        .text("protocol", protocol.name().toLowerCase(Locale.ROOT))
        .number("step", step)
        .number("repetition", repetition);
  }

  private static JsonObject config(Load load) {
    JsonObject json = new JsonObject().text("mode", load.rate().isPresent() ? "open" : "closed");
    json.decimal("rate", load.rate().orElse(Double.NaN), RATE_PLACES);
    json.text("arrivals", load.poisson() ? "poisson" : "constant");
    if (load.seed().isPresent()) {
      json.number("seed", load.seed().getAsLong());
    } else {
      json.none("seed");
    }
    json.decimal("duration_s", load.duration().toNanos() / 1e9, 3);
    json.decimal("warmup_s", load.warmup().toNanos() / 1e9, 3);
    json.number("connections", load.connections());
    if (load.rate().isPresent()) {
      json.none("window");
    } else {
      json.number("window", load.window());
    }
    return json.number("size", load.sizeBytes()).number("timeout_ms", load.timeout().toMillis());
  }

  private static JsonObject counts(Counts counts) {
    return new JsonObject()
        .number("intended", counts.intended())
        .number("sent", counts.sent())
        .number("not_sent", counts.notSent())
        .number("answered", counts.answered())
        .number("lost", counts.lost())
        .number("late", counts.late())
        .number("duplicated", counts.duplicated())
        .number("reordered", counts.reordered())
        .number("corrupted", counts.corrupted())
        .number("stray", counts.stray())
        .number("rejected", counts.rejected())
        .number("connect_failures", counts.connectFailures())
        .number("broken", counts.broken())
        .number("bytes_sent", counts.bytesSent())
        .number("bytes_received", counts.bytesReceived());
  }

  private static JsonObject system(SystemCounters system) {
    return new JsonObject()
        .number("udp_rcvbuf_errors", system.udpReceiveBufferErrors())
        .number("udp_sndbuf_errors", system.udpSendBufferErrors())
        .number("tcp_retrans_segs", system.tcpRetransmissions())
        .number("gc_pause_ms", system.gcPauseMillis());
  }

  /** NaN if nothing was intended. */
  private static double ratio(Counts counts) {
    return (double) counts.lost() / counts.intended();
  }
}
