package acuse.client.terminal;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.input.Hexadecimal;
import acuse.client.input.MessageForm;
import acuse.client.input.MessageForm.Problem;
import acuse.common.protocol.ExitWord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/**
 * A person at a terminal: a line typed, its answer shown, and the next line. Lines that arrive in
 * between are shown above the line that is being typed.
 *
 * <p>Two threads meet here: the one that asks for messages waits at the prompt, and the
 * conversation's brings answers.
 */
public final class TerminalDialogue implements MessageSource, AutoCloseable {
  private final LineEditor editor;
  private final ExitWord exitWord;

  /** Of one text that was typed, those after the first. */
  private final Queue<String> furtherLines = new ArrayDeque<>();

  private String prompt = "";

  /** Null if messages are typed as they are. */
  private MessageForm hexadecimal;

  private Function<Problem, String> problemTexts;
  private long seq;
  private boolean answerAwaited;
  private boolean interrupted;

  TerminalDialogue(LineEditor editor, ExitWord exitWord) {
    this.editor = editor;
    this.exitWord = exitWord;
    editor.onInterrupt(this::interrupt);
  }

  /**
   * Takes the terminal over.
   *
   * @param withHistory whether lines of earlier runs can be called back, and this run's are kept
   * @return null if the system gives no control over it
   */
  public static TerminalDialogue open(
      ExitWord exitWord, Map<String, String> environment, boolean withHistory) {
    HistoryFile history = withHistory ? HistoryFile.of(environment) : HistoryFile.none();
    LineEditor editor = LineEditor.open(environment, history);
    return editor == null ? null : new TerminalDialogue(editor, exitWord);
  }

  /** Whether the terminal can show colours, and the user wants them (no-color.org). */
  public boolean hasColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() && editor.hasColours();
  }

  /** Asks a question outside the conversation; null if the user wants to leave. */
  public String ask(String question) throws IOException {
    return editor.readLine(question, false);
  }

  /** Sets the text before each typed message. */
  public void setPrompt(String prompt) {
    this.prompt = prompt;
  }

  /**
   * From now on, lines of hexadecimal are typed.
   *
   * @param texts the sentence that is shown for a line that is no message
   */
  public void takeHexadecimal(MessageForm form, Function<Problem, String> texts) {
    hexadecimal = form;
    problemTexts = texts;
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
          show(ByteKeepingUtf8.decode(toByteArray()));
          reset();
        }
      }
    };
  }

  /** Shows a line, above the one that is being typed if there is one. */
  public void show(String line) {
    editor.show(line);
  }

  /** Moves below the line that is being typed, so that the next output starts on a new line. */
  public void leaveLine() {
    editor.leaveLine();
  }

  @Override
  public Batch next() throws IOException {
    if (!awaitTurn()) {
      return Batch.of(Message.exit(++seq));
    }
    byte[] bytes = null;
    while (bytes == null) {
      if (furtherLines.isEmpty()) {
        String text = editor.readLine(prompt, true);
        if (text == null) {
          return Batch.of(Message.exit(++seq));
        }
        addLines(text);
      }
      bytes = decoded(furtherLines.remove().getBytes(ByteKeepingUtf8.CHARSET));
    }
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
    editor.close();
  }

  /** The message that {@code line} means; null if it is none, which was shown. */
  private byte[] decoded(byte[] line) {
    if (hexadecimal == null || exitWord.matches(line)) {
      return line;
    }
    Problem problem = hexadecimal.problemOf(line);
    if (problem != null) {
      show(problemTexts.apply(problem));
      return null;
    }
    return Hexadecimal.decode(line);
  }

  /** A text has more than one if an LF was quoted in it, or if it was called back. */
  private void addLines(String text) {
    int start = 0;
    for (int lf = text.indexOf('\n'); lf >= 0; lf = text.indexOf('\n', start)) {
      furtherLines.add(text.substring(start, lf));
      start = lf + 1;
    }
    if (start == 0 || start < text.length()) {
      furtherLines.add(text.substring(start));
    }
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
    notifyAll();
  }
}
