package acuse.common.codec;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/**
 * Hands messages on until one is the exit word. That one and all that follow go nowhere: whoever
 * owns the session asks {@link #exitSeen} and ends it in the way that its wire allows.
 */
public final class ExitCommandHandler implements MessageSink {
  private final ExitWord exitWord;
  private final MessageSink next;
  private boolean exitSeen;

  public ExitCommandHandler(ExitWord exitWord, MessageSink next) {
    this.exitWord = exitWord;
    this.next = next;
  }

  /** Whether the session is to end. Once true, it stays so. */
  public boolean exitSeen() {
    return exitSeen;
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    exitSeen = exitSeen || exitWord.matches(bytes, index, length);
    if (!exitSeen) {
      next.message(bytes, index, length, ending);
    }
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    if (!exitSeen) {
      next.messageTooLong(ending);
    }
  }
}
