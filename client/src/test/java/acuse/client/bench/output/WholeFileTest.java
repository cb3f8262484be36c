package acuse.client.bench.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of results are there whole or not at all. */
class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void getsItsNameAtTheEnd() throws Exception {
    Files.writeString(folder.resolve("r.json"), "earlier");
    try (WholeFile file = WholeFile.open(folder.resolve("r"), ".json")) {
      file.out().write("now".getBytes(UTF_8));
      assertThat(folder.resolve("r.json")).hasContent("earlier");
      file.keep();
    }
    assertThat(folder.resolve("r.json")).hasContent("now");
    assertThat(names()).containsExactly("r.json");
  }

  @Test
  void leavesNothingIfItIsNotKept() throws Exception {
    try (WholeFile file = WholeFile.open(folder.resolve("r"), ".json")) {
      file.out().write("half".getBytes(UTF_8));
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void cannotTakeThePlaceOfAFolder() throws Exception {
    Files.createDirectory(folder.resolve("r.json"));
    assertThatThrownBy(() -> WholeFile.open(folder.resolve("r"), ".json"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Is a directory");
  }

  @Test
  void needsItsFolder() {
    assertThatThrownBy(() -> WholeFile.open(folder.resolve("none").resolve("r"), ".json"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void standsBesideAFolderOfItsName() throws Exception {
    Path name = Files.createDirectory(folder.resolve("r ñ"));
    try (WholeFile file = WholeFile.open(name, ".json")) {
      file.keep();
    }
    assertThat(folder.resolve("r ñ.json")).exists();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
