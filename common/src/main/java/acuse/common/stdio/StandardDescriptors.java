package acuse.common.stdio;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptors that every program is started with: 0, 1 and 2. Any of them may be closed. Its
 * number then goes to the next file or socket that is opened, from which messages would come, or
 * into which replies would go.
 *
 * <pre>
 * closed     the script opens          without the script, at the start of main, there is
 * 0 stdin    /dev/null                 lib/modules of the JDK, always: taken for an empty input
 * 1 stdout   /dev/null, for reading    lib/modules, or a jar if 0 is closed too: no write succeeds
 * 2 stderr   /dev/null                 one of these, or nothing: then it gets /dev/null
 * </pre>
 *
 * One case cannot be told without the script. If 0 and 1 are closed and classes come from folders,
 * 1 is /dev/null for writing: the JDK leaves that behind when it closes a file with such a number.
 */
public final class StandardDescriptors {
  private static final String DESCRIPTORS = "/proc/self/fd";
  private static final String DETAILS = "/proc/self/fdinfo";
  private static final String NOWHERE = "/dev/null";

  /**
   * Where stdout is. The start script gives it another number, so that the JVM cannot write there.
   */
  private static final int OUT = Integer.getInteger("acuse.stdout", 1);

  /** They are closed when they are collected, so they are kept. */
  @SuppressWarnings("unused")
  private static final List<InputStream> PLACEHOLDERS = placeholders();

  private StandardDescriptors() {}

  /**
   * From here on, no file and no socket gets the number of a standard descriptor that is closed. To
   * be called first of all.
   */
  public static void reserve() {
    // Done when this class is initialized.
  }

  /** The input, unbuffered; an empty one if it is closed. */
  public static InputStream in() {
    return isTheJdks(0) ? InputStream.nullInputStream() : new DescriptorInput(FileDescriptor.in);
  }

  /** The output, unbuffered. */
  public static DescriptorOutput out() {
    return new DescriptorOutput(outDescriptor());
  }

  /** The output itself, for whoever has other ways to write. */
  public static FileDescriptor outDescriptor() {
    return OUT == 1
        ? FileDescriptor.out
        : (FileDescriptor)
            InnerConstructor.call(FileDescriptor.class.getName(), new Class<?>[] {int.class}, OUT);
  }

  /** Whether the input is a terminal. */
  public static boolean isInTerminal() {
    return TerminalCheck.isTerminal(0);
  }

  /** Whether the output is a terminal. */
  public static boolean isOutTerminal() {
    return TerminalCheck.isTerminal(OUT);
  }

  /** Where complaints go, unbuffered. */
  public static DescriptorOutput err() {
    return new DescriptorOutput(FileDescriptor.err);
  }

  /**
   * Whether it is certain that nothing can be written to the output, for it is closed, or open for
   * reading alone. Only Linux tells.
   */
  public static boolean isOutClosed() {
    if (!new File(DETAILS).exists()) {
      return false;
    }
    try (InputStream details = new FileInputStream(DETAILS + "/" + OUT)) {
      return isForReading(new String(details.readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return !new File(DESCRIPTORS, String.valueOf(OUT)).exists();
    }
  }

  /**
   * Reads what proc(5) says of a descriptor.
   *
   * <pre>
   * pos:    0
   * flags:  0100001   octal; the last two bits are 0 for reading, 1 for writing, 2 for both
   * </pre>
   */
  private static boolean isForReading(String details) {
    int flags = details.indexOf("flags:");
    int end = details.indexOf('\n', Math.max(flags, 0));
    return flags >= 0 && end > 0 && (details.charAt(end - 1) - '0') % 4 == 0;
  }

  /** The first file that the JVM opens, and keeps open, gets the lowest number that is free. */
  private static boolean isTheJdks(int descriptor) {
    try {
      return new File(DESCRIPTORS, String.valueOf(descriptor))
          .getCanonicalPath()
          .equals(new File(System.getProperty("java.home"), "lib/modules").getCanonicalPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static List<InputStream> placeholders() {
    List<InputStream> placeholders = new ArrayList<>();
    try {
      for (int descriptor = 0; new File(DESCRIPTORS).exists() && descriptor <= 2; descriptor++) {
        if (!new File(DESCRIPTORS, String.valueOf(descriptor)).exists()) {
          placeholders.add(new FileInputStream(NOWHERE));
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing to put there; the kernel's own refusals have to do.
    }
    return placeholders;
  }
}
