package acuse.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jline.utils.NonBlockingInputStream;
import org.junit.jupiter.api.Test;

class TerminalInputTest {
  @Test
  void everyByteIsReadAndCanBeLookedAtBefore() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    TerminalInput input = new TerminalInput(new ByteArrayInputStream(all));
    for (int i = 0; i < all.length; i++) {
      assertThat(input.peek(0)).isEqualTo(i);
      assertThat(input.read(0)).isEqualTo(i);
      assertThat(input.available()).isEqualTo(all.length - 1 - i);
    }
  }

  /**
   * The kernel says nothing else of a terminal that has gone: each read brings nothing, at once.
   */
  @Test
  void aTerminalThatHasGoneIsTheEnd() throws Exception {
    assertThat(new TerminalInput(InputStream.nullInputStream()).read(0))
        .isEqualTo(NonBlockingInputStream.EOF);
  }

  /** Or this: an error at the moment when it goes. */
  @Test
  void aTerminalThatCannotBeReadIsTheEnd() throws Exception {
    TerminalInput input =
        new TerminalInput(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Input/output error");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
              }
            });
    assertThat(input.read(0)).isEqualTo(NonBlockingInputStream.EOF);
  }

  @Test
  void anInterruptEndsTheWait() {
    TerminalInput input = new TerminalInput(InputStream.nullInputStream());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> input.read(0)).isInstanceOf(InterruptedIOException.class);
  }
}
