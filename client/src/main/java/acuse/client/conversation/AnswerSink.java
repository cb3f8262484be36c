package acuse.client.conversation;

import java.io.IOException;

/**
 * Takes what a conversation brings, in the order of the messages. Called by one thread at a time.
 *
 * <p>A failure means that nobody reads the output any more.
 */
public interface AnswerSink {
  /** Takes the outcome of the next message. */
  void answered(Answer answer) throws IOException;

  /** The next messages all have replies. For those who need not look at each. */
  default void answered(Replies replies) throws IOException {
    for (int i = 0; i < replies.count(); i++) {
      answered(replies.answer(i));
    }
  }

  /**
   * The exit word had its turn. It is a command, and not a message: whatever the peer makes of it
   * is no answer.
   */
  default void exited(Message exit) throws IOException {}

  /** The peer said something that no message asked for, or asked for too long ago. */
  default void unasked(byte[] bytes) throws IOException {}

  /** A late or doubled reply was dropped. */
  default void dropped() {}

  /** Nothing more comes for now: all answers so far must become visible. */
  void flush() throws IOException;
}
