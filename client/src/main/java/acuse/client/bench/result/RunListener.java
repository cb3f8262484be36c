package acuse.client.bench.result;

import acuse.common.protocol.Protocol;
import java.io.IOException;

/**
 * Is told of a measurement as it goes on: once {@code began}, then {@code passed} for each
 * interval, then {@code ended}; and so for each protocol, rate and repetition. Called by one thread
 * at a time.
 */
public interface RunListener {
  /**
   * One protocol, rate or repetition begins.
   *
   * @param run the mark of its messages, eight hexadecimal digits
   * @param startMillis when the first message after the warm-up is due, in milliseconds since 1970
   * @throws IOException if that cannot be written
   */
  void began(String run, Protocol protocol, Load load, int step, int repetition, long startMillis)
      throws IOException;

  /**
   * An interval of it has passed. Its histograms belong to the listener from now on.
   *
   * @throws IOException if that cannot be written
   */
  void passed(Interval interval) throws IOException;

  /**
   * It has ended.
   *
   * @throws IOException if that cannot be written
   */
  void ended(RunResult result) throws IOException;
}
