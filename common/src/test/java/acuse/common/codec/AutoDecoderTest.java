package acuse.common.codec;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import org.junit.jupiter.api.Test;

class AutoDecoderTest {
  private final DecoderRun run = new DecoderRun(Framing.AUTO, 8);

  @Test
  void silenceAfterBytesWithoutAnLfMakesItRawForGood() {
    assertThat(run.read("ho").read("la").messages()).isEmpty();
    assertThat(run.awaitsSilence()).isTrue();
    assertThat(run.silence().messages()).containsExactly("hola/NONE");
    assertThat(run.awaitsSilence()).isFalse();
    assertThat(run.read("a\nb").read("c\n").end())
        .containsExactly("hola/NONE", "a\nb/NONE", "c/LF");
  }

  @Test
  void theFirstLfMakesItLinesForGood() {
    run.read("uno\ndo");
    assertThat(run.awaitsSilence()).isFalse();
    assertThat(run.silence().read("s").silence().read("\n").end())
        .containsExactly("uno/LF", "dos/LF");
  }

  @Test
  void silenceBeforeAnyByteDecidesNothing() {
    assertThat(run.awaitsSilence()).isFalse();
    assertThat(run.silence().read("a").read("b\n").end()).containsExactly("ab/LF");
  }

  @Test
  void whatIsTooLongIsRejectedOnceThereIsSilence() {
    run.read("123456789").read("0");
    assertThat(run.awaitsSilence()).isTrue();
    assertThat(run.silence().read("ok").end()).containsExactly("<too long>/NONE", "ok/NONE");
  }

  @Test
  void aCrAlonePromisesNothing() {
    assertThat(run.read("hola\r").silence().end()).containsExactly("hola\r/NONE");
  }
}
