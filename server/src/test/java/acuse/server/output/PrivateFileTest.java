package acuse.server.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class PrivateFileTest {
  @TempDir Path folder;

  @Test
  void aNewFileIsItsOwnersAlone() throws IOException {
    Path file = folder.resolve("new");
    write(PrivateFile.append(file), "uno");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasContent("uno");
  }

  @Test
  void anOldFileBecomesItsOwnersAlone() throws IOException {
    Path file = folder.resolve("old");
    Files.writeString(file, "before ");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    write(PrivateFile.append(file), "uno");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasContent("before uno");
    write(PrivateFile.replace(file), "dos");
    assertThat(file).hasContent("dos");
  }

  @Test
  void aDeviceStaysAsItIs() throws IOException {
    Path device = Path.of("/dev/null");
    String before = mode(device);
    write(PrivateFile.replace(device), "uno");
    assertThat(mode(device)).isEqualTo(before);
  }

  @Test
  void withoutItsFolderItCannotBeOpened() {
    assertThatThrownBy(() -> PrivateFile.replace(folder.resolve("missing/file")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static void write(FileChannel channel, String text) throws IOException {
    try (channel) {
      channel.write(UTF_8.encode(text));
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
