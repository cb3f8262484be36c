package acuse.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Writes answers down: {@code "1 uno = Servidor TCP recibió: uno"}, {@code "2 dos TIMEOUT"}, {@code
 * "3 exit exits"}.
 */
public final class AnswerLog implements AnswerSink {
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<Integer> attempts = new CopyOnWriteArrayList<>();
  private final AtomicInteger dropped = new AtomicInteger();

  /** The next answer, after waiting for it; null after far too long. */
  public String next() throws InterruptedException {
    return answers.poll(20, TimeUnit.SECONDS);
  }

  public Stream<String> all() {
    return answers.stream();
  }

  /** How often each message was sent, in the order of the answers. */
  public List<Integer> attempts() {
    return attempts;
  }

  /** How many replies were late or doubled. */
  public int droppedReplies() {
    return dropped.get();
  }

  @Override
  public void answered(Answer answer) {
    attempts.add(answer.attempts());
    String message = text(answer.message());
    answers.add(
        answer.isReply()
            ? message + " = " + new String(answer.reply(), UTF_8)
            : message + " " + answer.status());
  }

  @Override
  public void exited(Message exit) {
    answers.add(text(exit) + " exits");
  }

  @Override
  public void unasked(byte[] bytes) {
    answers.add("unasked " + new String(bytes, UTF_8));
  }

  @Override
  public void dropped() {
    dropped.incrementAndGet();
  }

  @Override
  public void flush() {}

  private static String text(Message message) {
    return message.seq() + " " + new String(message.bytes(), UTF_8);
  }
}
