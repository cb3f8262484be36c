package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ExpectedText;
import acuse.client.conversation.Message;
import acuse.client.conversation.Replies;
import java.io.IOException;

/** Passes everything on, each reply without the expected text as {@link Status#UNEXPECTED}. */
public final class ExpectedReplies implements AnswerSink {
  private final ExpectedText expected;
  private final AnswerSink next;

  public ExpectedReplies(ExpectedText expected, AnswerSink next) {
    this.expected = expected;
    this.next = next;
  }

  @Override
  public void answered(Answer answer) throws IOException {
    next.answered(isExpected(answer) ? answer : answer.unexpected());
  }

  /** Replies that are all as expected stay together, which is faster. */
  @Override
  public void answered(Replies replies) throws IOException {
    for (int i = 0; i < replies.count(); i++) {
      if (!expected.isIn(replies.texts().get(i))) {
        AnswerSink.super.answered(replies);
        return;
      }
    }
    next.answered(replies);
  }

  @Override
  public void exited(Message exit) throws IOException {
    next.exited(exit);
  }

  @Override
  public void unasked(byte[] bytes) throws IOException {
    next.unasked(bytes);
  }

  @Override
  public void dropped() {
    next.dropped();
  }

  @Override
  public void flush() throws IOException {
    next.flush();
  }

  private boolean isExpected(Answer answer) {
    return !answer.isReply() || expected.isIn(answer.reply());
  }
}
