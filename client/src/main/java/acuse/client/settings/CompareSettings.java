package acuse.client.settings;

import acuse.client.bench.check.Expression;
import acuse.common.command.FileConverter;
import acuse.common.command.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line of {@code client bench compare} as values.
 *
 * @param results the files of each result; the first result is the base, and there is one more at
 *     least
 * @param failIf changes under which the comparison fails
 */
public record CompareSettings(List<List<Path>> results, List<Expression> failIf) {
  /**
   * Complains if there is nothing to compare.
   *
   * @throws UsageException if there are less than two results
   */
  public CompareSettings {
    results = List.copyOf(results);
    failIf = List.copyOf(failIf);
    if (results.size() < 2) {
      throw new UsageException("compare.two");
    }
  }

  /**
   * The settings that arguments make.
   *
   * @param arguments each the files of one result, joined by commas
   */
  public static CompareSettings of(List<String> arguments, List<Expression> failIf) {
    return new CompareSettings(arguments.stream().map(CompareSettings::files).toList(), failIf);
  }

  private static List<Path> files(String argument) {
    List<Path> files = new ArrayList<>();
    for (String name : argument.split(",", -1)) {
      if (name.isBlank()) {
        throw new UsageException("compare.noName");
      }
      files.add(new FileConverter().convert(name));
    }
    return List.copyOf(files);
  }
}
