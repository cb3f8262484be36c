package acuse.client.input;

import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.common.protocol.ExitWord;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** The messages of a command line, one an argument, up to the exit word. */
public final class ArgumentMessages implements MessageSource {
  private final Iterator<String> arguments;
  private final ExitWord exitWord;
  private long seq;
  private boolean exitSeen;

  public ArgumentMessages(List<String> arguments, ExitWord exitWord) {
    this.arguments = arguments.iterator();
    this.exitWord = exitWord;
  }

  @Override
  public Message next() {
    if (!isReady()) {
      return null;
    }
    byte[] bytes = arguments.next().getBytes(StandardCharsets.UTF_8);
    exitSeen = exitWord.matches(bytes);
    return exitSeen ? Message.exit(++seq) : new Message(++seq, bytes, false);
  }

  @Override
  public boolean isReady() {
    return !exitSeen && arguments.hasNext();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }
}
