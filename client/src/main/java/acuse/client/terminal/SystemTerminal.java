package acuse.client.terminal;

import java.io.FileDescriptor;
import java.io.IOError;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.impl.jni.linux.LinuxNativePty;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.OSUtils;

/**
 * The terminal that the program was started at. If it tells no size, or one too small to write in,
 * the usual size is assumed. If this machine does not know its type, ANSI's sequences are assumed,
 * because all terminals in use know them.
 */
final class SystemTerminal extends PosixSysTerminal {
  private static final String NAME = "acuse";
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  /** Of those who have no escape sequences, or do not say what they are. */
  private static final String GLASS = "acuse-glass";

  /** In the form of infocmp(1): it wraps, rings, goes to the left, and to the next line. */
  private static final String GLASS_CAPABILITIES =
      GLASS + ",\n\tam,\n\tbel=^G, cr=\\r, cub1=^H, cud1=\\n, ind=\\n,\n";

  /** Names that are no options of infocmp, nor paths. */
  private static final Pattern KNOWABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*");

  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  /** The most that JLine can count. */
  private static final int ENDLESS_COLUMNS = Short.MAX_VALUE;

  /** With fewer, JLine shows a part of the line only. */
  private static final int MIN_COLUMNS = 10;

  private static final int MIN_ROWS = 3;

  /** Takes over {@code pty}; {@code type} is what {@code TERM} says, null if nothing. */
  SystemTerminal(Pty pty, String type) throws IOException {
    super(NAME, kind(type), pty, ByteKeepingUtf8.CHARSET, true, SignalHandler.SIG_DFL);
  }

  /**
   * Opens the terminal of stdin and stdout: by JLine's native library, or by stty(1) where that
   * cannot be loaded, from a folder for temporary files that allows no programs, say.
   *
   * @return null if neither works
   */
  static SystemTerminal open(String type) {
    try {
      return new SystemTerminal(new StandardPty(nativePty()), type);
    } catch (IOException | IOError | RuntimeException | LinkageError e) {
      // The other way is left.
    }
    try {
      return new SystemTerminal(
          new StandardPty(new ExecTerminalProvider().current(SystemStream.Output)), type);
    } catch (IOException | IOError | RuntimeException e) {
      return null;
    }
  }

  /** On Linux without its name, which some containers cannot tell, and nobody needs. */
  private static Pty nativePty() throws IOException {
    JniTerminalProvider provider = new JniTerminalProvider();
    return OSUtils.IS_LINUX
        ? new LinuxNativePty(
            provider,
            SystemStream.Output,
            -1,
            null,
            STDIN,
            FileDescriptor.in,
            STDOUT,
            FileDescriptor.out,
            NAME)
        : provider.current(SystemStream.Output);
  }

  /** A terminal without a type says nothing of what it can. */
  private static String kind(String type) {
    return type == null || type.isEmpty() || type.startsWith(TYPE_DUMB) ? GLASS : type;
  }

  /** Whether the cursor can be moved through a line that was typed. */
  boolean isEditable() {
    return getStringCapability(Capability.cursor_right) != null
        && getStringCapability(Capability.cursor_up) != null;
  }

  /** Where the cursor cannot go back to a line above, the terminal alone wraps what is typed. */
  @Override
  public Size getSize() {
    Size size;
    try {
      size = usable(super.getSize());
    } catch (IOError e) {
      size = new Size(USUAL_COLUMNS, USUAL_ROWS);
    }
    if (!isEditable()) {
      size.setColumns(ENDLESS_COLUMNS);
    }
    return size;
  }

  /** Each of the two that is too small to show a line is taken for untold. */
  static Size usable(Size told) {
    return new Size(
        told.getColumns() < MIN_COLUMNS ? USUAL_COLUMNS : told.getColumns(),
        told.getRows() < MIN_ROWS ? USUAL_ROWS : told.getRows());
  }

  /** Called by the constructor of the superclass. */
  @Override
  protected void parseInfoCmp() {
    InfoCmp.parseInfoCmp(capabilities(), bools, ints, strings);
    strings.putIfAbsent(Capability.carriage_return, "\r"); // which all do
    strings.putIfAbsent(Capability.cursor_left, "\b");
  }

  private String capabilities() {
    if (getType().equals(GLASS)) {
      return GLASS_CAPABILITIES;
    }
    if (KNOWABLE.matcher(getType()).matches()) {
      try {
        return InfoCmp.getInfoCmp(getType());
      } catch (IOException e) {
        // Not known here.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return InfoCmp.getDefaultInfoCmp("ansi");
  }
}
