package acuse.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RetryingOutputTest {
  /** Does with each write what it was told: takes so many bytes, or fails. */
  private static final class ScriptedOutput implements WritableByteChannel {
    private final Queue<Object> script;
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    int writes;

    ScriptedOutput(Object... script) {
      this.script = new ArrayDeque<>(List.of(script));
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      writes++;
      Object next = script.isEmpty() ? Integer.MAX_VALUE : script.remove();
      if (next instanceof IOException failure) {
        throw failure;
      }
      byte[] taken = new byte[Math.min((Integer) next, bytes.remaining())];
      bytes.get(taken);
      written.writeBytes(taken);
      return taken.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final IOException diskFull = new IOException("No space left on device");
  private final IOException terminalGone = new IOException("Input/output error");

  @Test
  void writesEachByteOnceWhateverComesBetween() {
    ScriptedOutput out = new ScriptedOutput(3, 0, 0, 2, diskFull, diskFull, 1, terminalGone);
    RetryingOutput output = new RetryingOutput(out);
    output.write("uno\ndos\n".getBytes(UTF_8));
    output.write("tres\n".getBytes(UTF_8));
    assertThat(out.written.toString(UTF_8)).isEqualTo("uno\ndos\ntres\n");
  }

  @Test
  void writesWhatIsLongerThanItsBuffer() {
    ScriptedOutput out = new ScriptedOutput(100, diskFull, 20_000);
    String text = "0123456789".repeat(10_000);
    new RetryingOutput(out).write(text.getBytes(UTF_8));
    assertThat(out.written.toString(UTF_8)).isEqualTo(text);
  }

  @Test
  void tellsOfEachOutageOnce() {
    RetryingOutput output = new RetryingOutput(new ScriptedOutput(diskFull, terminalGone, 4));
    output.write("uno\n".getBytes(UTF_8));
    assertThat(output.takeOutage().reason()).isEqualTo("No space left on device");
    assertThat(output.takeOutage()).isNull();
  }

  @Test
  void aFullPipeIsNoOutage() {
    RetryingOutput output = new RetryingOutput(new ScriptedOutput(0, 0, 4));
    output.write("uno\n".getBytes(UTF_8));
    assertThat(output.takeOutage()).isNull();
  }

  @Test
  void nothingIsWrittenForAReaderThatHasGone() {
    for (IOException end : List.of(new IOException("Broken pipe"), new ClosedChannelException())) {
      ScriptedOutput out = new ScriptedOutput(2, end);
      RetryingOutput output = new RetryingOutput(out);
      output.write("uno\n".getBytes(UTF_8));
      output.write("dos\n".getBytes(UTF_8));
      assertThat(out.written.toString(UTF_8)).isEqualTo("un");
      assertThat(out.writes).isEqualTo(2);
    }
  }

  /** The words for it follow the locale, so that they are not looked for. */
  @Test
  void knowsThatTheReaderOfARealPipeHasGone() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().close();
    RetryingOutput output = new RetryingOutput(pipe.sink());
    output.write("uno\n".getBytes(UTF_8)); // would not return
    assertThat(output.takeOutage()).isNull();
  }
}
