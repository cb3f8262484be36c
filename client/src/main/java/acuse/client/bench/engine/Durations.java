package acuse.client.bench.engine;

import acuse.client.bench.result.Histograms;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Records the durations of one event loop, in nanoseconds. The loop writes; another thread takes
 * what was recorded since it last did.
 */
final class Durations {
  /** Longer ones are recorded as this. */
  private static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Three significant digits: figures are right to a thousandth. */
  private static final int DIGITS = 3;

  private final SingleWriterRecorder latency = recorder();
  private final SingleWriterRecorder serviceTime = recorder();
  private final SingleWriterRecorder sendLag = recorder();
  private final SingleWriterRecorder connect = recorder();
  private final SingleWriterRecorder ipdv = recorder();

  void latency(long nanos) {
    record(latency, nanos);
  }

  void serviceTime(long nanos) {
    record(serviceTime, nanos);
  }

  void sendLag(long nanos) {
    record(sendLag, nanos);
  }

  void connect(long nanos) {
    record(connect, nanos);
  }

  void ipdv(long nanos) {
    record(ipdv, nanos);
  }

  /** Adds what was recorded since the last call to {@code sum}. */
  void takeInto(Histograms sum) {
    if (sum.latency() != null) {
      sum.latency().add(latency.getIntervalHistogram());
      sum.sendLag().add(sendLag.getIntervalHistogram());
    }
    sum.serviceTime().add(serviceTime.getIntervalHistogram());
    sum.connect().add(connect.getIntervalHistogram());
    sum.ipdv().add(ipdv.getIntervalHistogram());
  }

  /** Nothing recorded yet; of a closed loop without latency and send lag. */
  static Histograms empty(boolean open) {
    return new Histograms(
        open ? histogram() : null,
        histogram(),
        open ? histogram() : null,
        histogram(),
        histogram());
  }

  static void add(Histograms part, Histograms sum) {
    if (sum.latency() != null) {
      sum.latency().add(part.latency());
      sum.sendLag().add(part.sendLag());
    }
    sum.serviceTime().add(part.serviceTime());
    sum.connect().add(part.connect());
    sum.ipdv().add(part.ipdv());
  }

  private static void record(SingleWriterRecorder recorder, long nanos) {
    recorder.recordValue(Math.min(nanos, MAX_NANOS));
  }

  private static SingleWriterRecorder recorder() {
    return new SingleWriterRecorder(MAX_NANOS, DIGITS);
  }

  private static Histogram histogram() {
    return new Histogram(MAX_NANOS, DIGITS);
  }
}
