package acuse.common.stdio;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;

/**
 * Whether a descriptor is a terminal, as isatty(3) tells. Java has no call for that.
 *
 * <pre>
 * Linux            /proc/self/fd/N leads to   /dev/pts/3, /dev/tty1   yes
 *                                             pipe:[123], a file      no
 *                                             another device          test(1) is asked
 * other Unix       the console is both stdin and stdout: yes; or else test(1) is asked
 * Windows          the console is both, or neither is a terminal
 * </pre>
 */
final class TerminalCheck {
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  private static final File LINKS = new File("/proc/self/fd");
  private static final File SHELL = new File("/bin/sh");
  private static final String DEVICES = "/dev/";

  private TerminalCheck() {}

  /** Asks for descriptor 0 or for another, which is written to. */
  static boolean isTerminal(int descriptor) {
    if (LINKS.exists()) {
      Answer answer = answer(descriptor);
      return answer == Answer.UNKNOWN ? askShell(descriptor) : answer == Answer.YES;
    }
    return isConsole(System.console()) || (SHELL.exists() && askShell(descriptor));
  }

  private static Answer answer(int descriptor) {
    File link = new File(LINKS, String.valueOf(descriptor));
    if (!link.exists() || link.isFile() || link.isDirectory()) {
      return Answer.NO;
    }
    try {
      return ofTarget(Files.readSymbolicLink(link.toPath()).toString());
    } catch (IOException e) {
      return Answer.NO;
    }
  }

  /** Judges the target of a descriptor's link, if that is no file and no folder. */
  static Answer ofTarget(String target) {
    if (!target.startsWith(DEVICES)) {
      return target.startsWith("/") ? Answer.UNKNOWN : Answer.NO;
    }
    String device = target.substring(DEVICES.length());
    if (device.startsWith("pts/") || device.startsWith("tty") || device.equals("console")) {
      return Answer.YES;
    }
    return device.equals("null") ? Answer.NO : Answer.UNKNOWN;
  }

  /**
   * Before Java 22 there is a console only if stdin and stdout are terminals; since then there
   * always may be one, which tells.
   */
  private static boolean isConsole(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  private static boolean askShell(int descriptor) {
    ProcessBuilder test =
        new ProcessBuilder(SHELL.getPath(), "-c", descriptor == 0 ? "test -t 0" : "test -t 1")
            .redirectError(Redirect.DISCARD);
    File file = new File("/dev/fd", String.valueOf(descriptor));
    if (descriptor == 0) {
      test.redirectInput(Redirect.INHERIT);
    } else {
      test.redirectOutput(descriptor == 1 ? Redirect.INHERIT : Redirect.appendTo(file));
    }
    try {
      return test.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
