package acuse.client.bench.summary;

import acuse.client.bench.result.RunResult;
import acuse.common.text.Texts;

/** How people tell one of several results from the others. */
public final class RunName {
  private RunName() {}

  /** The protocol, the rate, and the repetition from the second on: UDP, 500/s, repetition 2. */
  public static String of(RunResult result, Texts language) {
    String name = result.protocol() + ", " + rate(result);
    return result.repetition() > 1
        ? name
            + ", "
            + Texts.of(RunName.class, language.language()).text("repetition", result.repetition())
        : name;
  }

  /** The intended rate: 500/s, or max. */
  public static String rate(RunResult result) {
    return result.load().rate().isPresent()
        ? RatioText.perSecond(result.load().rate().getAsDouble())
        : "max";
  }
}
