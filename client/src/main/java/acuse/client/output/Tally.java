package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Passes answers on, and tells of what went wrong: names each message without an answer on stderr,
 * and remembers that there was one.
 */
public final class Tally implements AnswerSink {
  private static final int MAX_SHOWN_BYTES = 60;

  private final AnswerSink output;
  private final PrintWriter err;
  private final Texts texts;
  private boolean allAnswered = true;

  public Tally(AnswerSink output, PrintWriter err, Texts texts) {
    this.output = output;
    this.err = err;
    this.texts = texts;
  }

  /** Whether every message so far that was owed an answer had one. */
  public boolean allAnswered() {
    return allAnswered;
  }

  @Override
  public void answered(Answer answer) throws IOException {
    output.answered(answer);
    boolean tooLong = answer.status() == Status.REFUSED && answer.attempts() == 0;
    if (answer.status() == Status.TIMEOUT || tooLong) {
      allAnswered = false;
      err.println(
          texts.text(
              tooLong ? "answer.tooLong" : "answer.none",
              answer.message().seq(),
              shown(answer.message().bytes())));
    }
  }

  @Override
  public void unasked(byte[] bytes) throws IOException {
    output.unasked(bytes);
    err.println(texts.text("answer.unasked", shown(bytes)));
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  private static String shown(byte[] bytes) {
    return bytes.length <= MAX_SHOWN_BYTES
        ? TerminalText.escape(bytes, 0, bytes.length)
        : TerminalText.escape(bytes, 0, MAX_SHOWN_BYTES) + "…";
  }
}
