package acuse.client.input;

import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.client.conversation.MessageSource;
import acuse.client.input.MessageForm.Problem;
import acuse.common.protocol.ExitWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages from lines of hexadecimal. A line that is none is told of and left out. The exit word
 * ends the messages as it stands, and in hexadecimal too, because the server would take it so.
 */
public final class HexMessages implements MessageSource {
  /** Is told of lines that are no messages, on the thread that reads. */
  public interface BadLines {
    /**
     * @param number the place of the line in the input, from 1
     */
    void bad(long number, byte[] line, Problem problem);
  }

  private final MessageSource lines;
  private final long linesBefore;
  private final MessageForm form;
  private final BadLines badLines;
  private final ExitWord exitWord;
  private final MessageLines messages;

  /**
   * Nothing is read yet.
   *
   * @param lines the lines as messages of text
   * @param linesBefore how many lines the input had before them
   */
  public HexMessages(
      MessageSource lines,
      long linesBefore,
      MessageForm form,
      ExitWord exitWord,
      BadLines badLines) {
    this.lines = lines;
    this.linesBefore = linesBefore;
    this.form = form;
    this.exitWord = exitWord;
    this.badLines = badLines;
    this.messages = new MessageLines(exitWord);
  }

  @Override
  public Batch next() throws IOException {
    while (!messages.hasNext() && !messages.isExitSeen()) {
      Batch batch = lines.next();
      if (batch == null) {
        return null;
      }
      take(batch);
    }
    return messages.hasNext() ? messages.next() : null;
  }

  @Override
  public boolean isReady() {
    try {
      while (!messages.hasNext() && !messages.isExitSeen() && lines.isReady()) {
        take(lines.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // lines that are ready are not read any more
    }
    return messages.hasNext();
  }

  @Override
  public boolean isInMessage() {
    return lines.isInMessage();
  }

  @Override
  public boolean isInteractive() {
    return lines.isInteractive();
  }

  private void take(Batch batch) {
    List<byte[]> decoded = new ArrayList<>(batch.size());
    boolean exit = false;
    for (int i = 0; i < batch.size() && !exit; i++) {
      byte[] line = batch.texts().get(i);
      Problem problem = exitWord.matches(line) ? null : form.problemOf(line);
      if (problem != null) {
        badLines.bad(linesBefore + batch.firstSeq() + i, line, problem);
      } else {
        byte[] message = exitWord.matches(line) ? line : Hexadecimal.decode(line);
        decoded.add(message);
        exit = exitWord.matches(message);
      }
    }
    messages.take(Lines.of(decoded));
  }
}
