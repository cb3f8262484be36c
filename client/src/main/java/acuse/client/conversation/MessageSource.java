package acuse.client.conversation;

import java.io.IOException;

/** Where the messages come from. Used by one thread. */
public interface MessageSource {
  /** The longest message that is taken; memory is bounded whatever the input is. */
  int MAX_MESSAGE_BYTES = 16 << 20;

  /**
   * All the messages that are there, after waiting for one; null when there are no more. After the
   * exit word there are no more.
   */
  Batch next() throws IOException;

  /** Whether {@link #next} would not have to wait. */
  boolean isReady();

  /**
   * Whether a message has begun to come and not ended, which the end of the input would make one.
   */
  default boolean isInMessage() {
    return false;
  }

  /** Whether a person is typing, who wants to know at once when the peer has gone. */
  boolean isInteractive();
}
