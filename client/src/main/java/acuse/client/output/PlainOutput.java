package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import java.io.IOException;
import java.io.OutputStream;

/**
 * For scripts: each reply's bytes as they came, and an LF. Nothing for a message without a reply.
 */
public final class PlainOutput implements AnswerSink {
  private final OutputStream out;

  /**
   * Writes to {@code out}.
   *
   * @param out should be buffered; flushed here, not closed
   */
  public PlainOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void answered(Answer answer) throws IOException {
    if (answer.isReply()) {
      out.write(answer.reply());
      out.write('\n');
    }
  }

  @Override
  public void unasked(byte[] bytes) {}

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
