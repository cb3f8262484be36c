package acuse.common.codec;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ExitWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCommandHandlerTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messagesBeforeTheExitWordAreHandedOnAndNoneAfterIt(boolean exitIsAnswered) {
    ExitCommandHandler exitCommand = handler(exitIsAnswered);
    assertThat(handsOn(exitCommand, "hola")).isTrue();
    assertThat(exitCommand.exitSeen()).isFalse();
    assertThat(handsOn(exitCommand, "EXIT")).isEqualTo(exitIsAnswered);
    assertThat(exitCommand.exitSeen()).isTrue();
    assertThat(handsOn(exitCommand, "hola")).isFalse();
    assertThat(handsOn(exitCommand, "exit")).isFalse();
  }

  @Test
  void anotherSessionBeginsAnew() {
    ExitCommandHandler exitCommand = handler(true);
    handsOn(exitCommand, "exit");
    exitCommand.beginSession();
    assertThat(exitCommand.exitSeen()).isFalse();
    assertThat(handsOn(exitCommand, "hola")).isTrue();
  }

  private static ExitCommandHandler handler(boolean exitIsAnswered) {
    return new ExitCommandHandler(ExitWord.of("exit"), exitIsAnswered);
  }

  private static boolean handsOn(ExitCommandHandler exitCommand, String message) {
    ByteBuf bytes = Unpooled.copiedBuffer("<" + message + ">", StandardCharsets.UTF_8);
    try {
      return exitCommand.handsOn(bytes, 1, message.length());
    } finally {
      bytes.release();
    }
  }
}
