package acuse.client.ping;

/** The messages of one protocol, counted. For one thread. */
final class PingStatistics {
  private long sent;
  private long received;
  private long late;
  private long duplicated;
  private long reordered;
  private double minNanos = Double.MAX_VALUE;
  private double maxNanos;
  private double sumNanos;
  private double sumOfSquares;

  void add(PingEvent event) {
    sent = Math.max(sent, event.seq());
    switch (event.kind()) {
      case REPLY -> received((double) event.nanos());
      case REORDERED -> {
        reordered++;
        received((double) event.nanos());
      }
      case DUPLICATE -> duplicated++;
      case LATE -> late++;
      case NONE, END -> {
        // It was sent, or it is no message.
      }
    }
  }

  private void received(double nanos) {
    received++;
    minNanos = Math.min(minNanos, nanos);
    maxNanos = Math.max(maxNanos, nanos);
    sumNanos += nanos;
    sumOfSquares += nanos * nanos;
  }

  /** Messages whose fate is known, and those before them. */
  long sent() {
    return sent;
  }

  /** Messages with a reply in time. */
  long received() {
    return received;
  }

  /** Messages without one, those with a late reply too. */
  long lost() {
    return sent - received;
  }

  long late() {
    return late;
  }

  long duplicated() {
    return duplicated;
  }

  long reordered() {
    return reordered;
  }

  boolean isAllAnswered() {
    return sent > 0 && received == sent;
  }

  /** From 0 to 1. */
  double lossRatio() {
    return sent == 0 ? 0 : (double) lost() / sent;
  }

  /** Of times; only if there are any. */
  double minNanos() {
    return minNanos;
  }

  double maxNanos() {
    return maxNanos;
  }

  double meanNanos() {
    return sumNanos / received;
  }

  /** The standard deviation, as ping(8) computes it. */
  double deviationNanos() {
    double mean = meanNanos();
    return Math.sqrt(Math.max(0, sumOfSquares / received - mean * mean));
  }
}
