package acuse.client.interop;

import acuse.client.docs.Dialogue;
import acuse.client.docs.Page;
import acuse.client.docs.PageRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example of README and docs, with the programs that the pages use, and at a terminal. */
@InteropTest
final class DocsTest {
  @Timeout(600)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "README.es.md",
        "docs/tour.md",
        "docs/tour.es.md",
        "docs/client.md",
        "docs/udp.md",
        "docs/faults.md",
        "docs/forward.md",
        "docs/see.md",
        "docs/tls.md",
        "docs/operate.md",
        "docs/options.md",
        "docs/platforms.md",
        "docs/contributing.md",
        "docs/protocol.md",
        "docs/security.md"
      })
  void examplesAreAsThePageSays(String page, @TempDir Path folder) throws Exception {
    PageRun.withTools(Page.read(page), folder, new AtATerminal(folder));
  }

  /** Tmux draws the terminal. */
  private record AtATerminal(Path sockets) implements Dialogue {
    @Override
    public List<String> converse(
        Path folder, String command, Map<String, String> variables, List<Typed> typed) {
      // The server that tmux starts keeps the environment that it is given here.
      Map<String, String> environment = new HashMap<>(variables);
      try (Terminal terminal =
          new Terminal(
              sockets,
              environment,
              Path.of("/bin/sh"),
              List.of(
                  "-c",
                  // bin/client says what is a terminal; these are the programs under test.
                  "cd '" + folder + "' && exec " + command))) {
        for (Typed line : typed) {
          terminal.awaitLastLine(line.prompt());
          terminal.enter(line.text());
        }
        terminal.awaitEnd(0);
        return terminal.screen().lines().takeWhile(line -> !line.startsWith("[status")).toList();
      }
    }
  }
}
