package acuse.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone typed is nobody else's business. */
class HistoryFileTest {
  @TempDir Path state;

  @Test
  void fileAndFolderAreTheUsersAlone() throws Exception {
    Path file = prepare(state.resolve("not there yet"));
    assertThat(file).isEqualTo(state.resolve("not there yet/acuse/history")).isEmptyFile();
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(file.getParent())).isEqualTo("rwx------");
  }

  @Test
  void whatOthersCouldReadTheyNoLongerCan() throws Exception {
    Path file = prepare(state);
    Files.writeString(file, "lo de antes\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(prepare(state)).isEqualTo(file).hasContent("lo de antes\n");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void aHistoryThatCannotBeKeptIsNoFailure() throws Exception {
    Path file = Files.createFile(state.resolve("a file"));
    assertThat(prepare(file)).isNull();
  }

  private static Path prepare(Path stateHome) {
    return HistoryFile.prepare(Map.of("XDG_STATE_HOME", stateHome.toString()));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
