package acuse.client.interop;

import acuse.client.testing.ProcessOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another program while it runs, seen as a shell sees it: something goes in, something comes out,
 * and it ends with a status. Killed when closed.
 *
 * <p>Every wait ends in an {@link AssertionError} that shows what the program has said so far.
 */
final class PeerProcess implements AutoCloseable {
  /** Against hanging, not for measuring: the machine may be busy. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(45);

  private final List<String> command;
  private final Process process;
  private final ProcessOutput out;
  private final ProcessOutput err;

  private PeerProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.out = new ProcessOutput(command.get(0) + "'s stdout", process.getInputStream());
    this.err = new ProcessOutput(command.get(0) + "'s stderr", process.getErrorStream());
  }

  /**
   * Starts a program, with nothing of Acuse's in its environment and a locale that is UTF-8.
   *
   * @param folder where it is to find itself
   * @throws AssertionError if it cannot be started, which in most cases means that it is missing
   */
  static PeerProcess start(Path folder, List<String> command) {
    return start(folder, command, Map.of());
  }

  /** The same, with these variables set in its environment besides. */
  static PeerProcess start(Path folder, List<String> command, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ACUSE_"));
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "PYTHONUNBUFFERED", "1"));
    builder.environment().putAll(variables);
    try {
      return new PeerProcess(command, builder.start());
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command.get(0) + ": is it installed?", e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** How long processors have worked for it so far, all of them together. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Writes {@code text} to its stdin, which stays open. */
  PeerProcess send(String text) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(text.getBytes(StandardCharsets.UTF_8));
      in.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " takes no more: " + err.text(), e);
    }
  }

  /** Waits until it has written something to stdout in which {@code regex} is found. */
  Matcher awaitOut(String regex) {
    return await(out, regex);
  }

  /** Waits until it has written something to stderr in which {@code regex} is found. */
  Matcher awaitErr(String regex) {
    return await(err, regex);
  }

  /** Closes its stdin: there is no more to read. */
  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** Closes its stdin, and waits until it ends by itself. */
  Finished finish() {
    closeInput();
    return awaitEnd();
  }

  /** Waits until it ends by itself, whatever it is still given to read. */
  Finished awaitEnd() {
    return awaitEnd(Duration.ofNanos(LIMIT_NANOS));
  }

  /** The same, for a program that may take its time. */
  Finished awaitEnd(Duration limit) {
    try (this) {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(
            String.join(" ", command) + "\ndoes not end.\n" + out.text() + err.text());
      }
      return new Finished(
          process.exitValue(), out.awaitEnd(LIMIT_NANOS), err.awaitEnd(LIMIT_NANOS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end, as Ctrl-C does with {@code INT}. */
  void signal(String name) {
    start(Path.of("."), List.of("kill", "-" + name, String.valueOf(pid()))).finish();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly); // such as socat's, one per peer
    process.destroyForcibly();
  }

  private static Matcher await(ProcessOutput output, String regex) {
    try {
      return output.await(Pattern.compile(regex), LIMIT_NANOS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
