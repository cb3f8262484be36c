package acuse.client.ping;

import acuse.client.output.JsonObject;
import acuse.client.settings.PingSettings;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * For programs: an object per line, of the schema {@value #SCHEMA}. For each protocol there is a
 * line {@code start}, one for each reply or its lack, and a line {@code end} with the counts.
 */
final class PingJson implements PingOutput {
  private static final String SCHEMA = "acuse.ping/1";
  private static final double NANOS_PER_MICRO = 1e3;
  private static final int PLACES = 1;
  private static final int RATIO_PLACES = 6;

  private final Lines out;
  private final PingTarget target;
  private final PingSettings settings;

  PingJson(Lines out, PingTarget target, PingSettings settings) {
    this.out = out;
    this.target = target;
    this.settings = settings;
  }

  @Override
  public void begin() throws IOException {
    for (Protocol protocol : target.protocols()) {
      out.line(
          event("start", protocol)
              .text("target", target.addressAndPort(protocol))
              .flag("connect", target.connects(protocol))
              .number("size", target.sizeBytes())
              .number("interval_ms", settings.interval().toMillis())
              .number("timeout_ms", settings.timeout().toMillis())
              .toString());
    }
  }

  @Override
  public void happened(PingEvent event) throws IOException {
    JsonObject line =
        new JsonObject()
            .text("event", "reply")
            .text("protocol", name(event.protocol()))
            .number("seq", event.seq())
            .text("status", status(event.kind()));
    if (event.kind() == PingEvent.Kind.NONE) {
      line.none("rtt_us");
    } else {
      line.number("rtt_us", micros((double) event.nanos()));
    }
    out.line(line.flag("reordered", event.kind() == PingEvent.Kind.REORDERED).toString());
  }

  /** The words of the client's other JSON, where they fit. */
  private static String status(PingEvent.Kind kind) {
    return switch (kind) {
      case REPLY, REORDERED -> "ok";
      case DUPLICATE -> "duplicate";
      case LATE -> "late";
      case NONE, END -> "timeout";
    };
  }

  @Override
  public void end(Map<Protocol, PingStatistics> statistics) throws IOException {
    for (Protocol protocol : target.protocols()) {
      PingStatistics counted = statistics.get(protocol);
      JsonObject line =
          event("end", protocol)
              .object(
                  "counts",
                  new JsonObject()
                      .number("intended", counted.sent())
                      .number("answered", counted.received())
                      .number("lost", counted.lost())
                      .number("late", counted.late())
                      .number("duplicated", counted.duplicated())
                      .number("reordered", counted.reordered()))
              .decimal("loss_ratio", counted.lossRatio(), RATIO_PLACES);
      out.line(
          (counted.received() == 0 ? line.none("rtt_us") : line.object("rtt_us", times(counted)))
              .toString());
    }
  }

  private static JsonObject times(PingStatistics counted) {
    return new JsonObject()
        .number("min", micros(counted.minNanos()))
        .decimal("mean", counted.meanNanos() / NANOS_PER_MICRO, PLACES)
        .number("max", micros(counted.maxNanos()))
        .decimal("mdev", counted.deviationNanos() / NANOS_PER_MICRO, PLACES);
  }

  private static JsonObject event(String event, Protocol protocol) {
    return new JsonObject()
        .text("event", event)
        .text("schema", SCHEMA)
        .text("protocol", name(protocol));
  }

  private static long micros(double nanos) {
    return Math.round(nanos / NANOS_PER_MICRO);
  }

  private static String name(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
