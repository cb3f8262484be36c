package acuse.common.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.text.SurrogateEscape;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileConverterTest {
  @TempDir Path folder;

  /** As a URI has them. The last two are no UTF-8. */
  @ParameterizedTest
  @ValueSource(
      strings = {"plain.pem", "a%20b%2525.pem", "%C3%B1and%C3%BA", "%E6%97%A5", "%FF", "a%C3.pem"})
  void aFileHasTheBytesThatWereTyped(String bytes) throws IOException {
    String latin1 = URLDecoder.decode(bytes, ISO_8859_1);
    String typed = SurrogateEscape.decode(latin1.getBytes(ISO_8859_1));
    Files.createFile(convert(folder + "/" + typed));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.toUri().getRawPath()).toList())
          .containsExactly(folder.toUri().getRawPath() + bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ñ", "../ñ", "./a//ñ/../b", "a/b", "ñ/ñ"})
  void aRelativeNameStaysRelative(String name) {
    assertThat(convert(name).isAbsolute()).isFalse();
    assertThat(convert(name))
        .isEqualTo(convert("/" + name).subpath(0, convert(name).getNameCount()));
    assertThat(convert("/" + name).isAbsolute()).isTrue();
  }

  @Test
  void noFileHasANul() {
    for (String name : List.of("a\0b", "ñ\0")) {
      assertThatThrownBy(() -> convert(name)).isInstanceOf(InvalidValueException.class);
    }
  }

  private static Path convert(String name) {
    return new FileConverter().convert(name);
  }
}
