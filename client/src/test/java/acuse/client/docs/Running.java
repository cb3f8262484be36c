package acuse.client.docs;

import acuse.client.testing.ProcessOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program that runs in a terminal of an example. Its stdout and stderr are one stream, as at a
 * terminal. Ended when closed.
 */
final class Running implements AutoCloseable {
  /** Against hanging, not for measuring: the machine may be busy. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final String command;
  private final Process process;
  private final ProcessOutput output;
  private int looked;

  Running(String command, ProcessBuilder builder) throws IOException {
    this.command = command;
    this.process = builder.start();
    this.output = new ProcessOutput(command, process.getInputStream());
  }

  /** Types {@code text}. */
  void type(String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Whether it has ended already. */
  boolean hasEnded() {
    return !process.isAlive();
  }

  /** The lines since the last look, once there are {@code count}, or no more are to come. */
  List<String> look(int count) {
    await(lines -> lines.size() >= looked + count);
    List<String> lines = lines();
    List<String> news = lines.subList(looked, Math.min(lines.size(), looked + count));
    looked += news.size();
    return news;
  }

  /** The last {@code count} lines, once they satisfy {@code wanted}, or time is over. */
  List<String> lookAtTheEnd(int count, Predicate<List<String>> wanted) {
    await(lines -> wanted.test(tail(lines, count)));
    List<String> lines = lines();
    looked = lines.size();
    return tail(lines, count);
  }

  /** All lines since the last look, once they satisfy {@code wanted}, or time is over. */
  List<String> lookUntil(Predicate<List<String>> wanted) {
    await(lines -> wanted.test(lines.subList(looked, lines.size())));
    List<String> lines = lines();
    List<String> news = lines.subList(looked, lines.size());
    looked = lines.size();
    return news;
  }

  /** Everything that it has written, once it has ended by itself. */
  List<String> finish() throws InterruptedException {
    output.awaitEnd(LIMIT.toNanos());
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(command + "\ndoes not end, saying: " + output.text());
    }
    return lines();
  }

  /** Ends it as Ctrl-C does, and waits for its end. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(command + "\ndoes not stop, saying: " + output.text());
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void await(Predicate<List<String>> wanted) {
    try {
      output.awaitUntil(text -> wanted.test(text.lines().toList()), LIMIT.toNanos());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> tail(List<String> lines, int count) {
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  private List<String> lines() {
    return output.text().lines().toList();
  }
}
