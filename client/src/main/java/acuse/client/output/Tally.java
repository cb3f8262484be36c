package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Message;
import acuse.client.conversation.Replies;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Passes answers on and counts them. Reports problems at once: names each message without an answer
 * or with an unexpected one, and shows or counts unasked messages.
 */
public final class Tally implements AnswerSink {
  private static final int MAX_SHOWN_BYTES = 60;

  private final AnswerSink output;
  private final Consumer<String> notices;
  private final Texts texts;
  private long messages;
  private long replies;
  private long unexpected;
  private long timeouts;
  private long unsendable;
  private long surplus;

  /** Null as long as nothing came unasked. */
  private UnaskedNotices unasked;

  /**
   * Passes answers on to {@code output}.
   *
   * @param notices takes lines for people
   */
  public Tally(AnswerSink output, Consumer<String> notices, Texts texts) {
    this.output = output;
    this.notices = notices;
    this.texts = texts;
  }

  /**
   * Whether nothing that was owed an answer went without, but for a broken connection's messages.
   */
  public boolean allAnswered() {
    return timeouts == 0 && unsendable == 0 && unexpected == 0;
  }

  /** Says what is still to be said, once the conversation is over. */
  public void end() {
    if (unasked != null) {
      unasked.end();
    }
  }

  /** The whole run in a line. */
  public String summary() {
    return texts.text("tally", messages, replies, messages - replies, surplus);
  }

  @Override
  public void answered(Answer answer) throws IOException {
    output.answered(answer);
    messages++;
    if (answer.status() == Status.OK) {
      replies++;
    } else if (answer.status() == Status.UNEXPECTED) {
      unexpected++;
      tellUnexpected(answer);
    } else if (answer.status() == Status.TIMEOUT) {
      timeouts++;
      name("answer.none", answer);
    } else if (answer.status() == Status.UNSENDABLE) {
      unsendable++;
      name(answer.message().bytes().length == 0 ? "answer.empty" : "answer.tooLong", answer);
    }
  }

  @Override
  public void answered(Replies more) throws IOException {
    output.answered(more);
    messages += more.count();
    replies += more.count();
  }

  @Override
  public void unasked(byte[] bytes) throws IOException {
    output.unasked(bytes);
    surplus++;
    if (unasked == null) {
      unasked = new UnaskedNotices(notices, texts);
    }
    unasked.came(bytes);
  }

  @Override
  public void exited(Message exit) throws IOException {
    output.exited(exit);
  }

  @Override
  public void dropped() {
    surplus++;
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  private void tellUnexpected(Answer answer) throws IOException {
    output.flush(); // a notice comes after what it speaks of
    notices.accept(
        texts.text(
            "answer.unexpected",
            answer.message().seq(),
            shown(answer.message().bytes()),
            shown(answer.reply())));
  }

  private void name(String textKey, Answer answer) throws IOException {
    output.flush(); // a notice comes after what it speaks of
    notices.accept(texts.text(textKey, answer.message().seq(), shown(answer.message().bytes())));
  }

  /** As much of it as fits into a notice. */
  public static String shown(byte[] bytes) {
    return bytes.length <= MAX_SHOWN_BYTES
        ? TerminalText.escape(bytes, 0, bytes.length)
        : TerminalText.escape(bytes, 0, MAX_SHOWN_BYTES) + "…";
  }
}
