package acuse.client.terminal;

import java.io.IOException;
import java.util.HashMap;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;

/**
 * Draws a line that is typed only when all that was typed so far is in it: to draw a long line
 * after each of its characters would take minutes when it is pasted.
 */
final class PromptReader extends LineReaderImpl {
  PromptReader(Terminal terminal) {
    super(terminal, terminal.getName(), new HashMap<>());
  }

  @Override
  protected void redisplay(boolean flush) {
    if (!reading || !isMoreTyped()) {
      super.redisplay(flush);
    }
  }

  private boolean isMoreTyped() {
    try {
      return terminal.input().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
