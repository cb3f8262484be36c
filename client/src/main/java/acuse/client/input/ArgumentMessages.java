package acuse.client.input;

import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.client.conversation.MessageSource;
import acuse.common.protocol.ExitWord;
import acuse.common.text.SurrogateEscape;
import java.util.ArrayList;
import java.util.List;

/** The messages of a command line, one per argument, up to the exit word. */
public final class ArgumentMessages implements MessageSource {
  private final MessageLines messages;

  public ArgumentMessages(List<String> arguments, ExitWord exitWord) {
    List<byte[]> texts = new ArrayList<>();
    for (String argument : arguments) {
      texts.add(SurrogateEscape.encode(argument));
    }
    messages = new MessageLines(exitWord);
    messages.take(Lines.of(texts));
  }

  @Override
  public Batch next() {
    return isReady() ? messages.next() : null;
  }

  @Override
  public boolean isReady() {
    return messages.hasNext();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }
}
