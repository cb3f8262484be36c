package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.common.protocol.LineEnding;
import acuse.common.text.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * For those who look at bytes: each message and its reply as a {@link HexDump}.
 *
 * <pre>
 * message 1: 5 bytes
 * 00000000  68 6f 6c 61 0a                                    |hola.|
 * reply 1: 28 bytes
 * 00000000  53 65 72 76 69 64 6f 72  20 54 43 50 20 72 65 63  |Servidor TCP rec|
 * 00000010  69 62 69 c3 b3 3a 20 68  6f 6c 61 0a              |ibi..: hola.|
 * </pre>
 */
public final class HexOutput implements AnswerSink {
  private final OutputStream out;
  private final Texts texts;
  private final boolean framedByLines;
  private final boolean inColour;

  /**
   * Writes to {@code out}.
   *
   * @param out should be buffered; flushed here, not closed
   * @param framedByLines whether the ending of a message's line is sent with it
   */
  public HexOutput(OutputStream out, Texts texts, boolean framedByLines, boolean inColour) {
    this.out = out;
    this.texts = texts;
    this.framedByLines = framedByLines;
    this.inColour = inColour;
  }

  @Override
  public void answered(Answer answer) throws IOException {
    long seq = answer.message().seq();
    LineEnding sentEnding = framedByLines ? answer.message().ending() : LineEnding.NONE;
    write("hex.message", seq, answer.message().bytes(), sentEnding);
    if (answer.isReply()) {
      write("hex.reply", seq, answer.reply(), answer.replyEnding());
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  private void write(String textKey, long seq, byte[] text, LineEnding ending) throws IOException {
    byte[] bytes = withEnding(text, ending);
    StringBuilder shown = new StringBuilder();
    shown.append(texts.text(textKey, seq, bytes.length)).append('\n');
    new HexDump(bytes, ending.length(), inColour).appendTo(shown);
    out.write(shown.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] withEnding(byte[] text, LineEnding ending) {
    byte[] bytes = Arrays.copyOf(text, text.length + ending.length());
    if (ending == LineEnding.CRLF) {
      bytes[text.length] = '\r';
    }
    if (ending != LineEnding.NONE) {
      bytes[bytes.length - 1] = '\n';
    }
    return bytes;
  }
}
