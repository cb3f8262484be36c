package acuse.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexDumpTest {
  @Test
  void sixteenBytesFillALine() {
    byte[] bytes = "0123456789abcdefñ~\u007f".getBytes(StandardCharsets.UTF_8);
    assertThat(dump(bytes, 0, false))
        .isEqualTo(
            """
            00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
            00000010  c3 b1 7e 7f                                       |..~.|
            """);
    assertThat(dump(new byte[0], 0, false)).isEmpty();
  }

  /** E: ending, c: control character, x: not UTF-8. */
  @ParameterizedTest
  @CsvSource({
    "686f0d0a, 2, __EE",
    "0a0a, 1, cE",
    "0a, 0, c",
    "001b7f20, 0, ccc_",
    "c3b1, 0, __",
    "c285, 0, cc",
    "ff68, 0, x_",
    "c368, 0, x_",
    "c3, 0, x",
    "c30a, 1, xE",
    "e282, 0, xx",
    "e28268, 0, xx_",
    "e282ac, 0, ___",
    "f09f9880, 0, ____",
    "eda080, 0, xxx",
  })
  void coloursMarkWhatIsNoText(String hex, int endingBytes, String marks) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String shown = dump(bytes, endingBytes, true);
    StringBuilder marked = new StringBuilder();
    for (int at = 0, from = 9; at < bytes.length; at++) {
      String digits = hex.substring(2 * at, 2 * at + 2);
      int found = shown.indexOf(digits, from);
      String before = shown.substring(from, found).strip();
      marked.append(
          before.endsWith("[33m")
              ? 'E'
              : before.endsWith("[35m") ? 'c' : before.endsWith("[31m") ? 'x' : '_');
      from = found + 2;
    }
    assertThat(marked).hasToString(marks);
  }

  private static String dump(byte[] bytes, int endingBytes, boolean inColour) {
    StringBuilder text = new StringBuilder();
    new HexDump(bytes, endingBytes, inColour).appendTo(text);
    return text.toString();
  }
}
