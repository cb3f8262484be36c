package acuse.common.codec;

import acuse.common.protocol.ExitWord;
import io.netty.buffer.ByteBuf;

/**
 * Decides which of a session's messages are handed on: all before the exit word, and none after it.
 * The session's owner asks {@link #exitSeen} and ends the session in the way that its wire allows.
 *
 * <pre>
 * TCP, where exit is not answered:   uno  dos  |  exit  tres
 * UDP, where it is:                  uno  dos  exit  |
 *                                    └─ handed on ─┘
 * </pre>
 */
public final class ExitCommandHandler {
  private final ExitWord exitWord;
  private final boolean exitIsAnswered;
  private boolean exitSeen;

  /**
   * No message has been seen.
   *
   * @param exitIsAnswered whether the exit word itself is handed on
   */
  public ExitCommandHandler(ExitWord exitWord, boolean exitIsAnswered) {
    this.exitWord = exitWord;
    this.exitIsAnswered = exitIsAnswered;
  }

  /** Whether the session is to end. Stays so until a new session begins. */
  public boolean exitSeen() {
    return exitSeen;
  }

  /** The messages from now on are those of another session. */
  public void beginSession() {
    exitSeen = false;
  }

  /** Whether the message is to be handed on: {@code length} bytes from {@code index} on. */
  public boolean handsOn(ByteBuf bytes, int index, int length) {
    if (exitSeen) {
      return false;
    }
    exitSeen = exitWord.matches(bytes, index, length);
    return !exitSeen || exitIsAnswered;
  }
}
