package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Message;
import acuse.common.text.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * For people: the conversation as it reads at a terminal.
 *
 * <pre>
 * Escribe un mensaje (TCP): hola
 * Servidor TCP respondió: Servidor TCP recibió: hola
 * </pre>
 */
public final class TranscriptOutput implements AnswerSink {
  private final OutputStream out;
  private final Phrases phrases;
  private final boolean showMessages;

  /**
   * Writes to {@code out}.
   *
   * @param showMessages whether the messages are to be shown as if they had been typed; not where
   *     they were
   */
  public TranscriptOutput(OutputStream out, Phrases phrases, boolean showMessages) {
    this.out = out;
    this.phrases = phrases;
    this.showMessages = showMessages;
  }

  @Override
  public void answered(Answer answer) throws IOException {
    writePrompt(answer.message());
    if (answer.isReply()) {
      writeLine(phrases.replied() + escaped(answer.reply()));
    }
  }

  @Override
  public void exited(Message exit) throws IOException {
    writePrompt(exit);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  private void writePrompt(Message message) throws IOException {
    if (showMessages) {
      writeLine(phrases.prompt() + escaped(message.bytes()));
    }
  }

  private void writeLine(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(byte[] bytes) {
    return TerminalText.escape(bytes, 0, bytes.length);
  }
}
