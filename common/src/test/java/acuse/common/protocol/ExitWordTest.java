package acuse.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitWordTest {
  @ParameterizedTest
  @ValueSource(strings = {"exit", "EXIT", "eXiT", " exit", "exit\t ", "\0exit\0", "\r\n exit \r\n"})
  void isTheWordInAnyCaseAndTrimmed(String message) {
    assertThat(matches("exit", message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "exi", "exits", "ex it", "exit exit", "éxit", "salir", "\u00a0exit"})
  void isNothingElse(String message) {
    assertThat(matches("exit", message)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"adiós, ADIÓS", "ÑU, ñu", "ÿa, Ÿa", "日本, 日本", "bye bye, Bye Bye"})
  void canBeAnyWord(String word, String message) {
    assertThat(matches(word, message)).isTrue();
    assertThat(matches(word, "exit")).isFalse();
  }

  /** The Kelvin sign, the long s and the dotted I are also K, S and I in another case. */
  @ParameterizedTest
  @CsvSource({
    "kilo, \u212ailo",
    "\u212ailo, KILO",
    "salir, \u017fALIR",
    "\u017falir, Salir",
    "ir, \u0130R",
    "\u0130r, IR",
    "exit, EX\u0130T"
  })
  void ofOtherAlphabetsToo(String word, String message) {
    assertThat(matches(word, message)).isTrue();
  }

  /** As an argument gives them, see SurrogateEscape. */
  @Test
  void ofBytesThatAreNotUtf8Too() {
    ExitWord word = ExitWord.of("Fin\udcff");
    byte[] message = {' ', 'f', 'I', 'N', (byte) 0xff, '\r'};
    byte[] other = {' ', 'f', 'I', 'N', (byte) 0xfe, '\r'};
    assertThat(word.matches(message)).isTrue();
    assertThat(word.matches(Unpooled.wrappedBuffer(message), 0, message.length)).isTrue();
    assertThat(word.matches(other)).isFalse();
    assertThat(word.matches(Unpooled.wrappedBuffer(other), 0, other.length)).isFalse();
  }

  @Test
  void anEmptyWordMatchesNothing() {
    assertThat(matches("", "")).isFalse();
    assertThat(matches("  ", " ")).isFalse();
  }

  private static boolean matches(String word, String message) {
    byte[] bytes = message.getBytes(UTF_8);
    ByteBuf surrounded = Unpooled.copiedBuffer("x".getBytes(UTF_8), bytes, "x".getBytes(UTF_8));
    boolean matches = ExitWord.of(word).matches(surrounded, 1, bytes.length);
    assertThat(ExitWord.of(word).matches(bytes)).as("as an array").isEqualTo(matches);
    assertThat(ExitWord.of(word).matches(surrounded.array(), 1, bytes.length))
        .as("in an array")
        .isEqualTo(matches);
    return matches;
  }
}
