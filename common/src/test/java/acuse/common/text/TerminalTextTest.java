package acuse.common.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hola, ñandú 日本 👩‍🚀 C:\\n | hola, ñandú 日本 👩‍🚀 C:\\n",
        "'a\nb\r\n\tc' | a\\nb\\r\\n\\tc",
        "'\u001b[2J\u0007' | \\x1b[2J\\x07",
        "'\u0000\u007f\u0085\u009b' | \\x00\\x7f\\x85\\x9b",
        "'a\u202ebc\u2066\u2028' | a\\u{202e}bc\\u{2066}\\u{2028}",
      })
  void leavesTextAndEscapesWhatDrivesATerminal(String text, String shown) {
    assertThat(TerminalText.escape(text)).isEqualTo(shown);
  }

  @Test
  void showsBytesThatAreNoUtf8() {
    assertThat(escape(0xff, 'a', 0xc3, 'b', 0xc3, 0xb1, 0xe2, 0x82))
        .isEqualTo("\\xffa\\xc3bñ\\xe2\\x82");
    assertThat(escape(0xed, 0xa0, 0x80)).as("a lone surrogate").isEqualTo("\\xed\\xa0\\x80");
    assertThat(escape(0xc0, 0x8a)).as("an overlong LF").isEqualTo("\\xc0\\x8a");
  }

  @Test
  void showsBytesThatCameAsText() {
    assertThat(TerminalText.escape("ñ\udcffa")).isEqualTo("ñ\\xffa");
  }

  @Test
  void everyByteValueBecomesOneLineOfHarmlessText() {
    for (int b = 0; b < 256; b++) {
      assertThat(escape('a', b, 'z')).matches("a[^\\p{Cntrl}\\u0080-\\u009f]+z");
    }
  }

  @Test
  void takesPartOfAnArray() {
    byte[] bytes = "xñax".getBytes(UTF_8);
    assertThat(TerminalText.escape(bytes, 1, 3)).isEqualTo("ña");
  }

  private static String escape(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return TerminalText.escape(bytes, 0, bytes.length);
  }
}
