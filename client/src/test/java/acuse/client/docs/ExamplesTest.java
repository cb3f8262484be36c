package acuse.client.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of the first pages that need nothing but a shell. The interop suite runs the others,
 * and those of all pages.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are for a Unix shell")
final class ExamplesTest {
  @Timeout(300)
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.es.md", "docs/tour.md", "docs/tour.es.md"})
  void areAsThePageSays(String page, @TempDir Path folder) throws Exception {
    PageRun.withoutTools(Page.read(page), folder);
  }
}
