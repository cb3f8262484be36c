package acuse.client.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteKeepingUtf8Test {
  @Test
  void utf8IsUtf8() {
    String text = "a ñ 世 🙂 \0 \uffff";
    assertThat(text.getBytes(ByteKeepingUtf8.CHARSET)).isEqualTo(text.getBytes(UTF_8));
    assertThat(ByteKeepingUtf8.decode(text.getBytes(UTF_8))).isEqualTo(text);
  }

  @Test
  void aByteThatIsNoneHasACharOfItsOwn() {
    byte[] bytes = {'a', (byte) 0xf1, 'b', (byte) 0xc3, (byte) 0xb1, (byte) 0xff, (byte) 0x80, 'c'};
    assertThat(ByteKeepingUtf8.decode(bytes)).isEqualTo("a\udcf1bñ\udcff\udc80c");
  }

  /** Cut sequences, surrogates in UTF-8, and forms that are too long among them. */
  @Test
  void whateverTheBytesTheyComeBack() {
    Random random = new Random(1);
    byte[] likely = {0x41, 0x0a, (byte) 0xc3, (byte) 0xb1, (byte) 0xe4, (byte) 0xb8, (byte) 0x96};
    byte[] rarer = {(byte) 0xf0, (byte) 0x9f, (byte) 0x99, (byte) 0x82, (byte) 0xed, (byte) 0xa0};
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] =
            switch (random.nextInt(3)) {
              case 0 -> likely[random.nextInt(likely.length)];
              case 1 -> rarer[random.nextInt(rarer.length)];
              default -> (byte) random.nextInt();
            };
      }
      assertThat(ByteKeepingUtf8.decode(bytes).getBytes(ByteKeepingUtf8.CHARSET)).isEqualTo(bytes);
    }
  }

  @Test
  void aHalfOfAPairThatIsNoByteIsAQuestionMark() {
    assertThat("a\ud800b\ude00".getBytes(ByteKeepingUtf8.CHARSET))
        .isEqualTo("a?b?".getBytes(UTF_8));
  }
}
