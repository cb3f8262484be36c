package acuse.client.ping;

import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * For people, one protocol: the words of ping(8) from iputils, in every language, because people
 * know them and scripts read them.
 *
 * <pre>
 * PING localhost (127.0.0.1:65433, UDP) 64 bytes of data.
 * 64 bytes from 127.0.0.1:65433 (UDP): seq=1 time=0.210 ms
 * no answer yet for seq=2
 *
 * --- localhost ping statistics ---
 * 2 messages transmitted, 1 received, 50% message loss
 * rtt min/avg/max/mdev = 0.210/0.210/0.210/0.000 ms
 * </pre>
 */
final class PingLines implements PingOutput {
  private final Lines out;
  private final PingTarget target;
  private final Protocol protocol;

  PingLines(Lines out, PingTarget target) {
    this.out = out;
    this.target = target;
    this.protocol = target.protocols().get(0);
  }

  @Override
  public void begin() throws IOException {
    out.line(
        "PING %s (%s, %s) %s"
            .formatted(
                target.shownHost(),
                target.addressAndPort(protocol),
                protocol,
                target.connects(protocol)
                    ? "connections."
                    : target.sizeBytes() + " bytes of data."));
  }

  @Override
  public void happened(PingEvent event) throws IOException {
    if (event.kind() == PingEvent.Kind.NONE) {
      out.line("no answer yet for seq=" + event.seq());
      return;
    }
    out.line(
        "%s %s (%s): seq=%d time=%s ms%s"
            .formatted(
                target.connects(protocol) ? "connected to" : target.sizeBytes() + " bytes from",
                target.addressAndPort(protocol),
                protocol,
                event.seq(),
                PingTime.millis(event.nanos()),
                mark(event)));
  }

  /** The remark behind a time: that a reply was not the one that was waited for. */
  static String mark(PingEvent event) {
    return switch (event.kind()) {
      case REPLY, NONE, END -> "";
      case REORDERED -> " (reordered)";
      case DUPLICATE -> " (DUP!)";
      case LATE -> " (late: " + PingTime.seconds(event.nanos()) + " s)";
    };
  }

  @Override
  public void end(Map<Protocol, PingStatistics> statistics) throws IOException {
    PingStatistics counted = statistics.get(protocol);
    out.line("");
    out.line("--- " + target.shownHost() + " ping statistics ---");
    out.line(
        "%d messages transmitted, %d received%s%s%s, %s message loss"
            .formatted(
                counted.sent(),
                counted.received(),
                more(counted.duplicated(), "duplicates"),
                more(counted.late(), "late"),
                more(counted.reordered(), "reordered"),
                percentage(counted.lossRatio())));
    if (counted.received() > 0) {
      out.line(
          "rtt min/avg/max/mdev = %s/%s/%s/%s ms"
              .formatted(
                  exact(counted.minNanos()),
                  exact(counted.meanNanos()),
                  exact(counted.maxNanos()),
                  exact(counted.deviationNanos())));
    }
  }

  private static String more(long count, String word) {
    return count == 0 ? "" : ", +" + count + " " + word;
  }

  /** No more than four digits behind the point, without zeros at the end: {@code 33.3333%}. */
  static String percentage(double ratio) {
    return String.format(Locale.ROOT, "%.4f", 100 * ratio).replaceAll("\\.?0+$", "") + "%";
  }

  /** In milliseconds. */
  static String exact(double nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }
}
