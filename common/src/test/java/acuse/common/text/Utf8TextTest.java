package acuse.common.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.text.Utf8Text.NotUtf8Exception;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8TextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "tcp", "ñandú 🙂", "a\ufeffb", "\0"})
  void textIsTheSameWithAByteOrderMarkAndWithout(String text) throws Exception {
    assertThat(Utf8Text.decode(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(Utf8Text.decode(("\ufeff" + text).getBytes(UTF_8))).isEqualTo(text);
  }

  @Test
  void onlyOneMarkIsDropped() throws Exception {
    assertThat(Utf8Text.decode("\ufeff\ufefftcp".getBytes(UTF_8))).isEqualTo("\ufefftcp");
  }

  @ParameterizedTest
  @CsvSource({"fffe7400, 0", "746370c3, 3", "efbb, 0", "61eda080, 1"})
  void theFirstWrongByteIsTold(String hex, int position) {
    assertThatThrownBy(() -> Utf8Text.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            NotUtf8Exception.class, e -> assertThat(e.position()).isEqualTo(position));
  }
}
