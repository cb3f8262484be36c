package acuse.client.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody else may read the lines that a person typed. */
class HistoryFileTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  @Test
  void fileAndFolderAreTheUsersAlone() throws Exception {
    Path state = folder.resolve("not there yet");
    assertKeeps(environment(state.toString(), ""));
    assertThat(permissions(state.resolve("acuse"))).isEqualTo("rwx------");
    assertThat(permissions(state.resolve("acuse/history"))).isEqualTo("rw-------");
  }

  @Test
  void whatOthersCouldReadTheyNoLongerCan() throws Exception {
    Map<String, String> environment = environment(folder.toString(), "");
    HistoryFile.of(environment).add("lo de antes");
    Path file = folder.resolve("acuse/history");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(HistoryFile.of(environment).lines()).containsExactly("lo de antes");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "state", "./state"})
  void homeIsUsedWhereNoValidFolderForStateIsNamed(String state) {
    assertKeeps(environment(state, folder.toString()));
    assertThat(folder.resolve(".local/state/acuse/history")).isNotEmptyFile();
  }

  @Test
  void theFolderForStateGoesBeforeHome() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    assertKeeps(environment(folder.resolve("state").toString(), home.toString()));
    assertThat(home).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "'', home", "state, ./home", "'', ?", "'', /nonexistent/home"})
  void withoutAFolderNothingIsKeptAndNothingMade(String state, String home) throws Exception {
    List<Path> before = list(Path.of("."));
    assertKeepsNothing(environment(state, home));
    assertThat(list(Path.of("."))).isEqualTo(before);
    assertThat(Path.of("/nonexistent")).doesNotExist();
  }

  @Test
  void withoutAnyVariableNothingIsKept() {
    assertKeepsNothing(Map.of());
  }

  @Test
  void aFileWhereAFolderShouldBeIsNoFailure() throws Exception {
    Path file = Files.createFile(folder.resolve("a file"));
    assertKeepsNothing(environment(file.toString(), ""));
    assertKeepsNothing(environment("", file.toString()));
    assertThat(file).isEmptyFile();
  }

  @Test
  void aFolderWhereTheFileShouldBeIsNoFailure() throws Exception {
    Path history = Files.createDirectories(folder.resolve("acuse/history"));
    assertKeepsNothing(environment(folder.toString(), ""));
    assertThat(history).isEmptyDirectory();
  }

  /** The maker of the link may want another file to be written, or read. */
  @ParameterizedTest
  @ValueSource(strings = {"there", "missing"})
  void aSymbolicLinkIsNotFollowed(String target) throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "1:secreto\n");
    Files.createDirectory(folder.resolve("acuse"));
    Files.createSymbolicLink(folder.resolve("acuse/history"), folder.resolve(target));
    assertKeepsNothing(environment(folder.toString(), ""));
    assertThat(there).hasContent("1:secreto");
    assertThat(folder.resolve("missing")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acuse/history", "acuse", "."})
  void whatIsAnotherUsersIsLeftAlone(String owned) throws Exception {
    Path history = folder.resolve("home/.local/state/acuse/history");
    Map<String, String> environment = environment("", folder.resolve("home").toString());
    Files.createDirectory(folder.resolve("home"));
    HistoryFile.of(environment).add("de otro");
    byte[] before = Files.readAllBytes(history);
    Path others =
        owned.equals(".") ? folder.resolve("home") : folder.resolve("home/.local/state/" + owned);
    try {
      Files.setAttribute(others, "unix:uid", NOBODY);
    } catch (IOException e) {
      assumeTrue(false, "only root can give a file away");
    }
    assertKeepsNothing(environment);
    assertThat(history).hasBinaryContent(before);
  }

  @Test
  void linesAreKeptAsTheyWereTyped() {
    List<String> lines =
        List.of("hola", "dos\nlíneas", "a\\nb", "\\", "C:\\", "a\rb", "1:2", "\tx ", "", "\udcf1");
    for (String line : lines) {
      HistoryFile.of(environment(folder.toString(), "")).add(line);
    }
    assertThat(HistoryFile.of(environment(folder.toString(), "")).lines()).isEqualTo(lines);
  }

  @Test
  void damagedLinesAreLeftOut() throws Exception {
    Path file = Files.createDirectory(folder.resolve("acuse")).resolve("history");
    String damaged = "1:uno\nx2:y\n:z\n12345678901234567890123:dos\n-4:a\n\0\0\n5\n\n7:tres\\";
    Files.write(file, damaged.getBytes(ISO_8859_1));
    assertThat(HistoryFile.of(environment(folder.toString(), "")).lines())
        .containsExactly("uno", "dos", "tres\\");
  }

  @Test
  void ofALongFileTheEndIsReadAndThenKept() throws Exception {
    Path file = Files.createDirectory(folder.resolve("acuse")).resolve("history");
    Map<String, String> environment = environment(folder.toString(), "");
    String line = "1:" + "x".repeat(97) + "\n";
    int count = 2 * HistoryFile.MAX_BYTES / line.length() + 1;
    Files.writeString(file, line.repeat(count));
    HistoryFile history = HistoryFile.of(environment);
    assertThat(history.lines())
        .hasSize(HistoryFile.MAX_BYTES / line.length())
        .allMatch("x".repeat(97)::equals);
    history.add("la última");
    assertThat(Files.size(file)).isBetween(HistoryFile.MAX_BYTES / 2L, HistoryFile.MAX_BYTES + 99L);
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(list(file.getParent())).containsExactly(file);
    assertThat(HistoryFile.of(environment).lines())
        .hasSize(HistoryFile.MAX_BYTES / line.length() + 1)
        .endsWith("la última");
  }

  @Test
  void aFileThatHasGoneSinceIsNoFailure() throws Exception {
    HistoryFile history = HistoryFile.of(environment(folder.toString(), ""));
    Files.delete(folder.resolve("acuse/history"));
    history.add("hola");
    assertThat(history.lines()).isEmpty();
  }

  private static void assertKeeps(Map<String, String> environment) {
    HistoryFile.of(environment).add("hola");
    assertThat(HistoryFile.of(environment).lines()).containsExactly("hola");
  }

  private static void assertKeepsNothing(Map<String, String> environment) {
    HistoryFile history = HistoryFile.of(environment);
    assertThat(history.lines()).isEmpty();
    history.add("hola");
    assertThat(history.lines()).isEmpty();
  }

  private static Map<String, String> environment(String state, String home) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home));
    if (!state.isEmpty()) {
      environment.put("XDG_STATE_HOME", state);
    }
    return environment;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
