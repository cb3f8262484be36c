package acuse.client.terminal;

import java.io.IOError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.InfoCmp.Capability;

/**
 * Lines that a person types, or pastes, at a terminal. The keys are those of emacs and bash; what
 * is no key is text, a Tab too.
 *
 * <p>CR, LF or both end a line, whether they are typed or pasted. A terminal may put marks around
 * what is pasted (xterm's bracketed paste): between them everything is text, but the ends of lines
 * still are ends of lines.
 *
 * <p>The terminal is in raw mode from the beginning to the end, also between two lines: in its
 * usual mode it would lose what is pasted beyond 4095 bytes without an end of line, and take a
 * pasted control character for its own.
 */
final class LineEditor implements AutoCloseable {
  private static final String PASTE = "acuse-paste";
  private static final String PASTE_BEGINS = "\033[200~";
  private static final String PASTE_ENDS = "\033[201~";

  private static final Reference TEXT = new Reference(LineReader.SELF_INSERT);

  /** Shows nothing of what is typed, and keeps it all the same. */
  private static final MaskingCallback UNSEEN =
      new MaskingCallback() {
        @Override
        public String display(String line) {
          return "";
        }

        @Override
        public String history(String line) {
          return line;
        }
      };

  private final SystemTerminal terminal;
  private final PromptReader reader;
  private final HistoryFile historyFile;
  private final History history = new DefaultHistory();

  /** Whether it is us who show what is typed. Emacs, say, does it for its programs. */
  private final boolean echoes;

  private boolean pasting;

  /** Whether the last line ended with a CR, of whose end an LF may be the rest. */
  private boolean endedWithCr;

  /**
   * Takes the terminal over.
   *
   * @return null if the system gives no control over it
   */
  static LineEditor open(Map<String, String> environment, HistoryFile historyFile) {
    LogManager.getLogManager().reset(); // a library's warnings are for nobody here
    SystemTerminal terminal = SystemTerminal.open(environment.get("TERM"));
    return terminal == null ? null : new LineEditor(terminal, historyFile);
  }

  LineEditor(SystemTerminal terminal, HistoryFile historyFile) {
    this.terminal = terminal;
    this.historyFile = historyFile;
    reader = new PromptReader(terminal);
    reader.setHistory(history);
    reader.setParser((line, cursor, context) -> null); // a line is not made of words
    reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    reader.option(LineReader.Option.BRACKETED_PASTE, false);
    reader.option(LineReader.Option.HISTORY_REDUCE_BLANKS, false);
    reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    bindKeys();
    for (String line : historyFile.lines()) {
      history.add(Instant.EPOCH, line);
    }
    echoes = terminal.echo();
    terminal.enterRawMode();
    terminal.handle(Signal.CONT, signal -> terminal.enterRawMode()); // a shell had it meanwhile
  }

  private void bindKeys() {
    KeyMap<Binding> typed = reader.getKeyMaps().get(LineReader.MAIN);
    if (terminal.isEditable()) {
      typed.bind(TEXT, "\t", ")", "]", "}"); // no completion, no jump to the opening one
      typed.unbind(KeyMap.ctrl('X') + KeyMap.ctrl('E')); // would start another program
    } else {
      typed = textOnly();
      typed.bind(new Reference(LineReader.DELETE_CHAR), KeyMap.ctrl('D'));
      typed.bind(new Reference(LineReader.KILL_WHOLE_LINE), KeyMap.ctrl('U'));
      typed.bind(new Reference(LineReader.BACKWARD_KILL_WORD), KeyMap.ctrl('W'));
      typed.bind(new Reference(LineReader.QUOTED_INSERT), KeyMap.ctrl('V'));
      reader.getKeyMaps().put(LineReader.MAIN, typed);
    }
    typed.bind(new Reference(LineReader.BACKWARD_DELETE_CHAR), KeyMap.del(), KeyMap.ctrl('H'));
    KeyMap<Binding> pasted = textOnly();
    for (KeyMap<Binding> keys : List.of(typed, pasted)) {
      keys.bind((Widget) this::endLineWithCr, "\r");
      keys.bind((Widget) this::endLineWithLf, "\n");
      keys.bind((Widget) () -> setPasting(true), PASTE_BEGINS);
      keys.bind((Widget) () -> setPasting(false), PASTE_ENDS);
    }
    typed.bind((Widget) LineEditor::interrupt, KeyMap.ctrl('C'));
    reader.getKeyMaps().put(PASTE, pasted);
    reader.getWidgets().put(LineReader.CALLBACK_INIT, () -> setPasting(pasting));
  }

  private static KeyMap<Binding> textOnly() {
    KeyMap<Binding> keys = new KeyMap<>();
    keys.bind(TEXT, KeyMap.range("^@-^?"));
    keys.setUnicode(TEXT);
    keys.setNomatch(TEXT); // the ESC of a sequence that is not bound
    return keys;
  }

  private boolean endLineWithCr() {
    endedWithCr = true;
    reader.callWidget(LineReader.ACCEPT_LINE);
    return true;
  }

  private boolean endLineWithLf() {
    if (endedWithCr && reader.getBuffer().length() == 0) {
      endedWithCr = false;
      return true;
    }
    endedWithCr = false;
    reader.callWidget(LineReader.ACCEPT_LINE);
    return true;
  }

  private boolean setPasting(boolean begins) {
    pasting = begins;
    return reader.setKeyMap(begins ? PASTE : LineReader.MAIN);
  }

  /** Where the terminal does not make a signal of the key. */
  private static boolean interrupt() {
    throw new UserInterruptException("");
  }

  /** Calls {@code action}, on a thread of its own, when Ctrl-C is pressed while no line is read. */
  void onInterrupt(Runnable action) {
    terminal.handle(
        Signal.INT,
        signal -> {
          terminal.writer().println("^C"); // as the terminal does in its usual mode
          terminal.flush();
          action.run();
        });
  }

  /**
   * Reads a line.
   *
   * @param kept whether it can be called back, now and in later runs
   * @return without its end; null if the user wants to leave, or the terminal has gone
   * @throws IOException if the terminal cannot be read
   */
  String readLine(String prompt, boolean kept) throws IOException {
    reader.setVariable(LineReader.DISABLE_HISTORY, !kept);
    int last = history.last();
    String line;
    try {
      line = reader.readLine(prompt, null, echoes ? null : UNSEEN, null);
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    } catch (IOError e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
    if (history.last() != last) {
      historyFile.add(line);
    }
    return line;
  }

  /** Shows a line, above the one that is being typed if there is one. */
  void show(String line) {
    reader.printAbove(line);
  }

  /** Moves below the line that is being typed, so that the next output starts on a new line. */
  void leaveLine() {
    if (reader.isReading()) {
      terminal.writer().println();
      terminal.flush();
    }
  }

  /** Whether the terminal has colours. */
  boolean hasColours() {
    Integer colours = terminal.getNumericCapability(Capability.max_colors);
    return colours != null && colours >= 8;
  }

  /** Gives the terminal back as it was. */
  @Override
  public void close() throws IOException {
    terminal.handle(Signal.INT, SignalHandler.SIG_DFL);
    terminal.close();
  }
}
