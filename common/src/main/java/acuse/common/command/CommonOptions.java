package acuse.common.command;

import acuse.common.text.Language;
import picocli.CommandLine.Option;

/**
 * The options that every program has. Picocli acts on two of them, and {@link Program} on the
 * language before anything is parsed.
 */
public final class CommonOptions {
  @Option(names = "--lang", paramLabel = "es|en")
  Language language;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true)
  boolean version;
}
