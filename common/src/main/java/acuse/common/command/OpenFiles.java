package acuse.common.command;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * How many files this process may still open ({@code ulimit -n}, RLIMIT_NOFILE in getrlimit(2)).
 * Sockets and jars are files, too. Where too few are left, classes cannot be loaded any more, and
 * then not even that can be said in one line: so it is asked first.
 */
public final class OpenFiles {
  private static final File ALWAYS_THERE = new File("/dev/null");

  private OpenFiles() {}

  /**
   * Whether {@code count} files more can be opened now. It is tried: the limit alone does not tell
   * what is open already, and the JVM raises it for itself.
   *
   * @return also true where it cannot be tried, on systems without {@code /dev/null}
   */
  public static boolean canOpen(int count) {
    if (!ALWAYS_THERE.exists()) {
      return true;
    }
    FileInputStream[] opened = new FileInputStream[count];
    try {
      for (int i = 0; i < count; i++) {
        opened[i] = new FileInputStream(ALWAYS_THERE);
      }
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      for (int i = 0; i < count && opened[i] != null; i++) {
        close(opened[i]);
      }
    }
  }

  private static void close(FileInputStream file) {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
    }
  }
}
