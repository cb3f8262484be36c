package acuse.client.terminal;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.common.protocol.ExitWord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/**
 * A person at a terminal: a line typed, its answer shown, and the next line. What comes in between
 * is shown above the line that is being typed.
 *
 * <p>Two threads meet here: the one that asks for messages waits at the prompt, and the
 * conversation's brings answers.
 */
public final class TerminalDialogue implements MessageSource, AutoCloseable {
  private final Terminal terminal;
  private final LineReader reader;
  private final ExitWord exitWord;

  private String prompt = "";
  private long seq;
  private boolean answerAwaited;
  private boolean interrupted;

  private TerminalDialogue(Terminal terminal, LineReader reader, ExitWord exitWord) {
    this.terminal = terminal;
    this.reader = reader;
    this.exitWord = exitWord;
    terminal.handle(Signal.INT, signal -> interrupt());
  }

  /**
   * Takes the terminal over.
   *
   * @param withHistory whether lines of earlier runs can be called back, and this run's are kept
   */
  public static TerminalDialogue open(
      ExitWord exitWord, Map<String, String> environment, boolean withHistory) throws IOException {
    Terminal terminal = TerminalBuilder.builder().system(true).build();
    LineReaderBuilder reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false);
    Path history = withHistory ? HistoryFile.prepare(environment) : null;
    if (history != null) {
      reader.variable(LineReader.HISTORY_FILE, history);
    }
    return new TerminalDialogue(terminal, reader.build(), exitWord);
  }

  /** Whether the terminal can show colours, and the user wants them (no-color.org). */
  public boolean hasColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /** Asks a question outside the conversation; null if the user wants to leave. */
  public String ask(String question) {
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    try {
      return reader.readLine(question);
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
    }
  }

  /** What stands before each message that is typed. */
  public void setPrompt(String prompt) {
    this.prompt = prompt;
  }

  /** Passes answers on to {@code output}, and lets the next message be typed then. */
  public AnswerSink inTurns(AnswerSink output) {
    return new AnswerSink() {
      @Override
      public void answered(Answer answer) throws IOException {
        output.answered(answer);
        output.flush();
        answerCame();
      }

      @Override
      public void unasked(byte[] bytes) throws IOException {
        output.unasked(bytes);
      }

      @Override
      public void dropped() {
        output.dropped();
      }

      @Override
      public void flush() throws IOException {
        output.flush();
      }
    };
  }

  /** Where to write what people are to see; it shows when flushed. */
  public OutputStream out() {
    return new ByteArrayOutputStream() {
      @Override
      public synchronized void flush() {
        if (size() > 0) {
          show(toString(StandardCharsets.UTF_8).stripTrailing());
          reset();
        }
      }
    };
  }

  /** Shows a line, above the one that is being typed if there is one. */
  public void show(String line) {
    reader.printAbove(line);
  }

  /** What is printed next starts on a line of its own, below the one that is being typed. */
  public void leaveLine() {
    if (reader.isReading()) {
      terminal.writer().println();
      terminal.flush();
    }
  }

  @Override
  public Batch next() {
    if (!awaitTurn()) {
      return Batch.of(Message.exit(++seq));
    }
    String line;
    try {
      line = reader.readLine(prompt);
    } catch (UserInterruptException | EndOfFileException e) {
      return Batch.of(Message.exit(++seq));
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (exitWord.matches(bytes)) {
      return Batch.of(Message.exit(++seq));
    }
    synchronized (this) {
      answerAwaited = true;
    }
    return Batch.of(new Message(++seq, bytes, false));
  }

  @Override
  public boolean isReady() {
    return false;
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  /** Gives the terminal back as it was. */
  @Override
  public void close() throws IOException {
    terminal.close();
  }

  /** Returns false if the user does not want to wait any more. */
  private synchronized boolean awaitTurn() {
    try {
      while (answerAwaited && !interrupted) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !interrupted;
  }

  private synchronized void answerCame() {
    answerAwaited = false;
    notifyAll();
  }

  private synchronized void interrupt() {
    interrupted = true;
    terminal.writer().println(); // the terminal itself has echoed ^C
    terminal.flush();
    notifyAll();
  }
}
