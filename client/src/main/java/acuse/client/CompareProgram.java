package acuse.client;

import acuse.client.bench.compare.Comparison;
import acuse.client.bench.compare.NotAResultException;
import acuse.client.output.StandardOutput;
import acuse.client.settings.CompareSettings;
import acuse.common.command.ExitCode;
import acuse.common.command.ProgramName;
import acuse.common.text.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs {@code client bench compare} as its settings say. */
final class CompareProgram {
  private static final String NAME =
      ProgramName.of(ProgramName.CLIENT) + " " + FirstWord.BENCH + " " + FirstWord.COMPARE;

  private final CompareSettings settings;
  private final StandardStreams streams;
  private final Texts texts;

  CompareProgram(CompareSettings settings, StandardStreams streams, Texts texts) {
    this.settings = settings;
    this.streams = streams;
    this.texts = texts;
  }

  /** Returns the exit status. */
  int run() {
    try {
      Comparison comparison = Comparison.read(settings.results(), texts);
      StandardOutput out = new StandardOutput(streams.out());
      out.write((String.join("\n", comparison.lines()) + "\n").getBytes(StandardCharsets.UTF_8));
      List<String> failures = comparison.failures(settings.failIf());
      failures.forEach(this::tell);
      return failures.isEmpty() ? ExitCode.OK : ExitCode.UNANSWERED;
    } catch (NotAResultException e) {
      tell(e.describe(texts));
      return ExitCode.USAGE;
    } catch (IOException e) {
      return new Verdict(texts, this::tell).of(e);
    }
  }

  private void tell(String notice) {
    streams.err().println(NAME + ": " + notice);
  }
}
