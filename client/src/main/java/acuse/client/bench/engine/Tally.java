package acuse.client.bench.engine;

import acuse.client.bench.result.Counts;

/** Counts of one event loop, of messages after the warm-up. Written by that loop alone. */
final class Tally {
  long intended;
  long sent;
  long notSent;
  long answered;
  long lost;
  long late;
  long duplicated;
  long reordered;
  long corrupted;
  long stray;
  long rejected;
  long connectFailures;
  long broken;
  long bytesSent;
  long bytesReceived;

  /** How often the system told that nobody is there. */
  long refusals;

  /** As it stands now. */
  Counts counts() {
    return new Counts(
        intended,
        sent,
        notSent,
        answered,
        lost,
        late,
        duplicated,
        reordered,
        corrupted,
        stray,
        rejected,
        connectFailures,
        broken,
        bytesSent,
        bytesReceived);
  }

  static Counts sum(Counts a, Counts b) {
    return combined(a, b, 1);
  }

  static Counts difference(Counts a, Counts b) {
    return combined(a, b, -1);
  }

  private static Counts combined(Counts a, Counts b, int sign) {
    return new Counts(
        a.intended() + sign * b.intended(),
        a.sent() + sign * b.sent(),
        a.notSent() + sign * b.notSent(),
        a.answered() + sign * b.answered(),
        a.lost() + sign * b.lost(),
        a.late() + sign * b.late(),
        a.duplicated() + sign * b.duplicated(),
        a.reordered() + sign * b.reordered(),
        a.corrupted() + sign * b.corrupted(),
        a.stray() + sign * b.stray(),
        a.rejected() + sign * b.rejected(),
        a.connectFailures() + sign * b.connectFailures(),
        a.broken() + sign * b.broken(),
        a.bytesSent() + sign * b.bytesSent(),
        a.bytesReceived() + sign * b.bytesReceived());
  }
}
