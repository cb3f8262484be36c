package acuse.common.command;

import acuse.common.text.Language;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Option;

/**
 * The options that every program has. Picocli acts on two of them, and {@link Program} on the
 * language before anything is parsed.
 */
public final class CommonOptions {
  @Option(names = "--lang", paramLabel = "es|en", completionCandidates = LanguageCodes.class)
  Language language;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true)
  boolean version;

  /** The words that a shell completes. */
  static final class LanguageCodes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Language.values()).map(Language::code).iterator();
    }
  }
}
