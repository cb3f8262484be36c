package acuse.client.bench.output;

import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.RunName;
import acuse.common.command.DurationConverter;
import acuse.common.text.Texts;
import java.util.List;
import java.util.stream.Collectors;

/** What was asked, in a line: 500/s for 10s, 64 bytes each, connections: 1, … */
public final class LoadText {
  private LoadText() {}

  /** The load of {@code results}, which differ in their rates at most. */
  public static String of(List<RunResult> results, Texts language) {
    Texts texts = Texts.of(LoadText.class, language.language());
    Load load = results.get(0).load();
    String rates = results.stream().map(RunName::rate).distinct().collect(Collectors.joining(", "));
    String line =
        texts.text(
            load.poisson() ? "load.poisson" : "load",
            rates,
            DurationConverter.written(load.duration()),
            load.sizeBytes(),
            load.connections(),
            DurationConverter.written(load.warmup()),
            DurationConverter.written(load.timeout()));
    return load.window() > 0 ? line + texts.text("load.window", load.window()) : line;
  }
}
