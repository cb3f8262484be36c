package acuse.client.ping;

import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * For people, several protocols: a column for each. A row is written when each protocol knows what
 * became of the message; a reply that comes later has a row of its own.
 *
 * <pre>
 * PING localhost (127.0.0.1) 64 bytes of data.
 *             TCP 65432                   UDP 65433
 * seq=1       time=0.210 ms               time=0.180 ms
 * seq=2       time=0.201 ms               no answer yet
 * seq=2                                   time=2400 ms (late: 2.4 s)
 * </pre>
 */
final class PingColumns implements PingOutput {
  private static final int HEAD_WIDTH = 12;
  private static final int COLUMN_WIDTH = 28;

  private final Lines out;
  private final PingTarget target;
  private final Set<Protocol> running;

  /** Rows that wait for a protocol. No more than messages may wait for replies. */
  private final Map<Long, Map<Protocol, String>> rows = new TreeMap<>();

  PingColumns(Lines out, PingTarget target) {
    this.out = out;
    this.target = target;
    this.running = EnumSet.copyOf(target.protocols());
  }

  @Override
  public void begin() throws IOException {
    out.line(
        "PING %s (%s) %d bytes of data."
            .formatted(target.shownHost(), target.addressText(), target.sizeBytes()));
    row(
        "",
        protocol ->
            protocol
                + " "
                + target.port(protocol)
                + (target.connects(protocol) ? ", connections" : ""));
  }

  @Override
  public void happened(PingEvent event) throws IOException {
    Map<Protocol, String> waiting = rows.get(event.seq());
    String known = waiting == null ? null : waiting.get(event.protocol());
    if (known != null) {
      waiting.put(event.protocol(), known + PingLines.mark(event));
    } else if (event.isFate()) {
      rows.computeIfAbsent(event.seq(), seq -> new EnumMap<>(Protocol.class))
          .put(event.protocol(), cell(event));
    } else {
      write(event.seq(), Map.of(event.protocol(), cell(event)));
    }
    writeWholeRows();
  }

  @Override
  public void stopped(Protocol protocol) throws IOException {
    running.remove(protocol);
    writeWholeRows();
  }

  private void writeWholeRows() throws IOException {
    List<Long> whole = new ArrayList<>();
    for (Map.Entry<Long, Map<Protocol, String>> row : rows.entrySet()) {
      if (row.getValue().keySet().containsAll(running)) {
        write(row.getKey(), row.getValue());
        whole.add(row.getKey());
      }
    }
    rows.keySet().removeAll(whole);
  }

  private static String cell(PingEvent event) {
    return event.kind() == PingEvent.Kind.NONE
        ? "no answer yet"
        : "time=" + PingTime.millis(event.nanos()) + " ms" + PingLines.mark(event);
  }

  private void write(long seq, Map<Protocol, String> cells) throws IOException {
    row("seq=" + seq, protocol -> cells.getOrDefault(protocol, ""));
  }

  private void row(String head, Function<Protocol, String> cells) throws IOException {
    StringBuilder line = new StringBuilder(head);
    int column = HEAD_WIDTH;
    for (Protocol protocol : target.protocols()) {
      String cell = cells.apply(protocol);
      if (!cell.isEmpty()) {
        line.append(" ".repeat(Math.max(1, column - line.length()))).append(cell);
      }
      column += COLUMN_WIDTH;
    }
    out.line(line.toString());
  }

  @Override
  public void end(Map<Protocol, PingStatistics> statistics) throws IOException {
    running.clear();
    writeWholeRows();
    out.line("");
    out.line("--- " + target.shownHost() + " ping statistics ---");
    row("", Protocol::name);
    figure(statistics, "transmitted", counted -> String.valueOf(counted.sent()));
    figure(statistics, "received", counted -> String.valueOf(counted.received()));
    figure(statistics, "loss", counted -> PingLines.percentage(counted.lossRatio()));
    figure(statistics, "duplicates", counted -> String.valueOf(counted.duplicated()));
    figure(statistics, "late", counted -> String.valueOf(counted.late()));
    figure(statistics, "reordered", counted -> String.valueOf(counted.reordered()));
    time(statistics, "min ms", PingStatistics::minNanos);
    time(statistics, "avg ms", PingStatistics::meanNanos);
    time(statistics, "max ms", PingStatistics::maxNanos);
    time(statistics, "mdev ms", PingStatistics::deviationNanos);
  }

  private void time(
      Map<Protocol, PingStatistics> statistics, String name, Function<PingStatistics, Double> nanos)
      throws IOException {
    figure(
        statistics,
        name,
        counted -> counted.received() == 0 ? "-" : PingLines.exact(nanos.apply(counted)));
  }

  private void figure(
      Map<Protocol, PingStatistics> statistics,
      String name,
      Function<PingStatistics, String> figure)
      throws IOException {
    row(name, protocol -> figure.apply(statistics.get(protocol)));
  }
}
