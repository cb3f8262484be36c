package acuse.common.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogateEscapeTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "hola", "ñandú", "日本", "😀 a 😀", "\0\n", "\ufffd"})
  void whatIsUtf8IsItself(String text) {
    assertThat(SurrogateEscape.decode(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(SurrogateEscape.encode(text)).isEqualTo(text.getBytes(UTF_8));
  }

  /** As Python's os.fsdecode. */
  @Test
  void aByteThatIsNotUtf8BecomesALoneSurrogate() {
    assertThat(decode('h', 0xff, 0xc3, 0xb1, 0xfe)).isEqualTo("h\udcffñ\udcfe");
    assertThat(decode(0xc3)).isEqualTo("\udcc3");
    assertThat(decode(0xed, 0xb3, 0xbf)).as("a surrogate itself").isEqualTo("\udced\udcb3\udcbf");
    assertThat(decode(0xef, 0xbf, 0xbd, 0xff)).isEqualTo("\ufffd\udcff");
  }

  /** Of these bytes most begin or continue a character, and seldom a whole one. */
  @Test
  void noByteIsEverLost() {
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt(0x80) : random.nextInt(0x100));
      }
      assertThat(SurrogateEscape.encode(SurrogateEscape.decode(bytes))).isEqualTo(bytes);
    }
  }

  private static String decode(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return SurrogateEscape.decode(array);
  }
}
