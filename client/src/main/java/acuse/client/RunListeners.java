package acuse.client;

import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.util.List;

/** Tells several listeners, one after the other. */
record RunListeners(List<RunListener> listeners) implements RunListener {
  @Override
  public void began(
      String run, Protocol protocol, Load load, int step, int repetition, long startMillis)
      throws IOException {
    for (RunListener listener : listeners) {
      listener.began(run, protocol, load, step, repetition, startMillis);
    }
  }

  @Override
  public void passed(Interval interval) throws IOException {
    for (RunListener listener : listeners) {
      listener.passed(interval);
    }
  }

  @Override
  public void ended(RunResult result) throws IOException {
    for (RunListener listener : listeners) {
      listener.ended(result);
    }
  }
}
