package acuse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.ExitWord;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;

/** Any word, any message: the same answer as decoding, trimming and comparing everything. */
public final class ExitWordTarget {
  private static final int MAX_WORD_CHARS = 6;

  private ExitWordTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    String word = data.consumeString(MAX_WORD_CHARS);
    byte[] message =
        switch (data.consumeInt(0, 3)) {
          case 0 -> (" " + word.toUpperCase(Locale.ROOT) + "\t").getBytes(UTF_8);
          case 1 -> word.toLowerCase(Locale.ROOT).getBytes(UTF_8);
          case 2 -> data.consumeRemainingAsString().getBytes(UTF_8);
          default -> data.consumeRemainingAsBytes();
        };
    ByteBuf surrounded = Unpooled.wrappedBuffer(word.getBytes(UTF_8), message, new byte[] {'t'});
    int index = surrounded.readableBytes() - message.length - 1;
    boolean matches = ExitWord.of(word).matches(surrounded, index, message.length);
    boolean matchesArray = ExitWord.of(word).matches(message);
    String trimmed = word.trim();
    boolean expected =
        !trimmed.isEmpty() && new String(message, UTF_8).trim().equalsIgnoreCase(trimmed);
    if (matches != expected || matchesArray != expected) {
      throw new AssertionError(
          "word=%s message=%s matches=%s matchesArray=%s"
              .formatted(codes(word), codes(new String(message, UTF_8)), matches, matchesArray));
    }
  }

  private static String codes(String text) {
    return text.codePoints().mapToObj(Integer::toHexString).toList().toString();
  }
}
