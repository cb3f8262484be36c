package acuse.client.bench.output;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.SystemCounters;
import acuse.client.bench.result.Warning;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RunName;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sentences below a result: where messages were lost, and why to look twice. */
public final class Notes {
  private static final int MIN_SHOWN_GC_MILLIS = 10;

  private final RunResult result;
  private final Texts texts;
  private final String name;
  private final List<String> sentences = new ArrayList<>();

  private Notes(RunResult result, Texts language) {
    this.result = result;
    this.texts = Texts.of(Notes.class, language.language());
    this.name = RunName.of(result, language);
  }

  /** The warnings, each a sentence that names the result. */
  public static List<String> warnings(RunResult result, Texts language) {
    Notes notes = new Notes(result, language);
    for (Warning warning : result.warnings()) {
      notes.add("warning." + warning.code(), notes.name, notes.countOf(warning));
    }
    return notes.sentences;
  }

  /** Why dashes stand where percentiles should; nothing if all are given. */
  public static Optional<String> dashes(List<RunResult> results, Texts language) {
    boolean any =
        results.stream()
            .map(result -> result.histograms().judged().getTotalCount())
            .anyMatch(count -> count < Percentile.P99_9.valuesNeeded());
    return any
        ? Optional.of(Texts.of(Notes.class, language.language()).text("dash"))
        : Optional.empty();
  }

  /** Where messages were lost, and what else is to be known; often nothing. */
  public static List<String> remarks(RunResult result, Texts language) {
    Notes notes = new Notes(result, language);
    if (result.protocol() == Protocol.UDP) {
      notes.addLostDatagrams();
    } else {
      notes.addTcp();
    }
    if (result.system().gcPauseMillis() >= MIN_SHOWN_GC_MILLIS) {
      notes.add("where.gc", notes.name, result.system().gcPauseMillis());
    }
    if (result.histograms().latency() == null) {
      notes.add("closedLoop", notes.name);
    }
    return notes.sentences;
  }

  private void addLostDatagrams() {
    Counts counts = result.counts();
    SystemCounters system = result.system();
    if (counts.lost() == 0) {
      return;
    }
    if (system.udpReceiveBufferErrors() < 0 || system.udpSendBufferErrors() < 0) {
      add("where.unknown", name, counts.lost());
    } else if (system.udpReceiveBufferErrors() + system.udpSendBufferErrors() == 0) {
      add("where.elsewhere", name, counts.lost());
    } else {
      add(
          "where.buffers",
          name,
          counts.lost(),
          system.udpReceiveBufferErrors(),
          system.udpSendBufferErrors());
    }
  }

  private void addTcp() {
    if (result.system().tcpRetransmissions() > 0) {
      add("where.retransmitted", name, result.system().tcpRetransmissions());
    }
    if (result.counts().lost() > 0) {
      add("where.noReply", name, result.counts().lost());
    }
  }

  private long countOf(Warning warning) {
    return switch (warning) {
      case CONNECTIONS_BROKE -> result.counts().broken();
      case NOT_SENT -> result.counts().notSent();
      default -> 0;
    };
  }

  private void add(String key, Object... values) {
    sentences.add(texts.text(key, values));
  }
}
