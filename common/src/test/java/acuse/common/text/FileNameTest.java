package acuse.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.FileConverter;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "plain.pem, plain.pem",
    "'a b%20.pem', 'a b%20.pem'",
    "ñ, ñ",
    "/ñ/a b%.pem, /ñ/a b%.pem",
    "../ñ/x, ../ñ/x",
    "/, /",
    "ñ\udcff, ñ\\xff",
    "'ñ\u001b', 'ñ\\x1b'",
  })
  void aNameIsShownAsItWasTyped(String typed, String shown) {
    Path file = new FileConverter().convert(typed);
    assertThat(FileName.shown(file)).isEqualTo(shown);
  }
}
