package acuse.client.bench.result;

import acuse.common.protocol.Protocol;
import java.io.IOException;

/** Two listeners as one. */
record RunListeners(RunListener first, RunListener second) implements RunListener {
  @Override
  public void began(
      String run, Protocol protocol, Load load, int step, int repetition, long startMillis)
      throws IOException {
    first.began(run, protocol, load, step, repetition, startMillis);
    second.began(run, protocol, load, step, repetition, startMillis);
  }

  @Override
  public void passed(Interval interval) throws IOException {
    first.passed(interval);
    second.passed(interval);
  }

  @Override
  public void ended(RunResult result) throws IOException {
    first.ended(result);
    second.ended(result);
  }
}
