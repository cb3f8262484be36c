package acuse.common.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.LineEnding;
import acuse.common.testing.MessageRecorder;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class ExitCommandHandlerTest {
  private final MessageRecorder recorder = new MessageRecorder();
  private final ExitCommandHandler handler = new ExitCommandHandler(ExitWord.of("exit"), recorder);

  @Test
  void handsOnWhatComesBeforeTheExitWordAndNothingElse() {
    say("uno");
    handler.messageTooLong(LineEnding.LF);
    assertThat(handler.exitSeen()).isFalse();
    say(" EXIT ");
    assertThat(handler.exitSeen()).isTrue();
    say("dos");
    handler.messageTooLong(LineEnding.LF);
    assertThat(handler.exitSeen()).isTrue();
    assertThat(recorder.messages()).containsExactly("uno/LF", "<too long>/LF");
  }

  private void say(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    handler.message(Unpooled.wrappedBuffer(bytes), 0, bytes.length, LineEnding.LF);
  }
}
