package acuse.server.metrics;

import acuse.common.protocol.Protocol;
import acuse.server.impair.FaultCounters;
import acuse.server.impair.HeldMessages;
import acuse.server.impair.Impairment;
import acuse.server.impair.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** The families of {@code /metrics} for faults on purpose. */
public final class FaultMetrics implements Consumer<MetricsWriter> {
  private final FaultCounters counters;
  private final HeldMessages held;

  /** Reads the counts of this one. */
  public FaultMetrics(Impairment impairment) {
    this.counters = impairment.counters();
    this.held = impairment.held();
  }

  @Override
  public void accept(MetricsWriter out) {
    out.counter("acuse_impairments", "How often each fault on purpose acted.");
    for (Path path : Path.values()) {
      counters.forEach(
          path,
          (fault, total) ->
              out.sample(
                  total,
                  "protocol",
                  label(path.protocol()),
                  "direction",
                  path.direction(),
                  "fault",
                  fault.word()));
    }
    out.counter(
        "acuse_impairment_overflows",
        "How often too many messages were held: over UDP one was dropped, over TCP reading stopped.");
    for (Protocol protocol : Protocol.values()) {
      out.sample(counters.overflows(protocol), "protocol", label(protocol));
    }
    out.gauge("acuse_held_messages", "Messages that are held back on purpose.").sample(held.held());
  }

  private static String label(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
