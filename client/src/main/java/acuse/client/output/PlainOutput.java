package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Replies;
import acuse.common.text.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * For scripts: each reply's bytes as they came, and an LF. Nothing for a message without a reply.
 */
public final class PlainOutput implements AnswerSink {
  private final OutputStream out;
  private final boolean atTerminal;

  /**
   * Writes to {@code out}.
   *
   * @param out should be buffered; flushed here, not closed
   * @param atTerminal whether replies could drive a terminal, and are escaped
   */
  public PlainOutput(OutputStream out, boolean atTerminal) {
    this.out = out;
    this.atTerminal = atTerminal;
  }

  @Override
  public void answered(Answer answer) throws IOException {
    if (answer.isReply()) {
      out.write(atTerminal ? escaped(answer.reply()) : answer.reply());
      out.write('\n');
    }
  }

  @Override
  public void answered(Replies replies) throws IOException {
    if (atTerminal) {
      AnswerSink.super.answered(replies);
    } else {
      replies.texts().writeTo(out);
    }
  }

  private static byte[] escaped(byte[] reply) {
    return TerminalText.escape(reply, 0, reply.length).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
