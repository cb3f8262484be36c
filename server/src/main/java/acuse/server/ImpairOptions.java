package acuse.server;

import acuse.common.command.UsageException;
import acuse.common.text.Texts;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.ImpairText;
import acuse.server.impair.InvalidFaultException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for faults on purpose. */
final class ImpairOptions {
  private static final String SEED = "--impair-seed";
  private static final String ONLY = "--impair-only";

  /** An environment variable holds several of them, separated by spaces. */
  @Option(names = "--impair", paramLabel = "FAULTS", split = " ", splitSynopsisLabel = " ")
  private List<String> faults = List.of();

  @Option(names = SEED, paramLabel = "N")
  private Long seed;

  @Option(
      names = ONLY,
      paramLabel = "CIDR",
      split = GuardOptions.SEPARATOR,
      splitSynopsisLabel = ",",
      converter = AddressBlockConverter.class)
  private List<AddressBlock> only = List.of();

  /**
   * The faults that the options ask for; empty if they ask for none, and none can be brought in.
   *
   * @param wires the ones that the server listens on, and forwards
   * @param exchangeable whether others can be brought in while the server runs
   * @param texts of the sentences that say what is wrong
   * @throws UsageException if the faults are not valid, or one option needs another
   */
  Optional<ImpairConfig> config(ImpairText.Wires wires, boolean exchangeable, Texts texts) {
    if (faults.isEmpty() && !exchangeable) {
      if (seed != null || !only.isEmpty()) {
        throw new UsageException("usage.impairAlone", seed != null ? SEED : ONLY);
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ImpairConfig(
              seed != null ? seed : ImpairConfig.drawSeed(),
              ImpairText.parse(faults, wires),
              only));
    } catch (InvalidFaultException e) {
      throw new UsageException("usage.impair", texts.text(e.textKey(), e.textValues()));
    }
  }
}
