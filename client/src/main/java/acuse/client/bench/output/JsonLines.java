package acuse.client.bench.output;

import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.client.output.JsonObject;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** {@code --format json}: a line when a run begins, one per interval, and one when it ends. */
public final class JsonLines implements RunListener {
  private final OutputStream out;
  private String run;

  /** Writes each line with one call, and flushes. */
  public JsonLines(OutputStream out) {
    this.out = out;
  }

  @Override
  public void began(
      String run, Protocol protocol, Load load, int step, int repetition, long startMillis)
      throws IOException {
    this.run = run;
    write(ResultJson.start(run, protocol, step, repetition, startMillis, load));
  }

  @Override
  public void passed(Interval interval) throws IOException {
    write(ResultJson.interval(run, interval));
  }

  @Override
  public void ended(RunResult result) throws IOException {
    write(ResultJson.end(result));
  }

  private void write(JsonObject line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
