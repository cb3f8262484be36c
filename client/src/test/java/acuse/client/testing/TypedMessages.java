package acuse.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Messages that a test gives one by one, as if someone typed them. */
public final class TypedMessages implements MessageSource {
  private static final Message END = new Message(-1, new byte[0], false);

  private final BlockingQueue<Message> typed = new LinkedBlockingQueue<>();
  private final boolean interactive;
  private long seq;

  public TypedMessages(boolean interactive) {
    this.interactive = interactive;
  }

  public void type(String text) {
    typed.add(new Message(++seq, text.getBytes(UTF_8), false));
  }

  public void exit() {
    typed.add(Message.exit(++seq));
  }

  public void end() {
    typed.add(END);
  }

  @Override
  public Batch next() {
    try {
      Message message = typed.take();
      return message.seq() < 0 ? null : Batch.of(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public boolean isReady() {
    return !typed.isEmpty() && typed.peek().seq() > 0;
  }

  @Override
  public boolean isInteractive() {
    return interactive;
  }
}
