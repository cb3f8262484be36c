package acuse.client.bench.result;

import org.HdrHistogram.Histogram;

/**
 * The durations of a run or of an interval, in nanoseconds.
 *
 * @param latency from the intended time to the reply; null in a closed loop, which has no schedule
 * @param serviceTime from the sending to the reply
 * @param sendLag from the intended time to the sending; null in a closed loop
 * @param connect how long connections took to open; empty over UDP
 * @param ipdv differences between the service times of neighbours, without their sign (RFC 3393)
 */
public record Histograms(
    Histogram latency,
    Histogram serviceTime,
    Histogram sendLag,
    Histogram connect,
    Histogram ipdv) {
  /** The durations that a result is judged by: of a closed loop, the service times. */
  public Histogram judged() {
    return latency == null ? serviceTime : latency;
  }
}
