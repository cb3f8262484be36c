package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;

/** For those who only want to know how it ends. */
public final class NoOutput implements AnswerSink {
  @Override
  public void answered(Answer answer) {}

  @Override
  public void flush() {}
}
