package acuse.common.stdio;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** How many files may be open: {@code ulimit -n}. */
public final class DescriptorLimit {
  /** More than the JVM opens at once to load a class. */
  private static final int FEW = 8;

  private static final File ALWAYS_THERE = new File("/dev/null");

  private DescriptorLimit() {}

  /**
   * Whether so few more could be opened that this may be why something failed. Never where it
   * cannot be tried, on systems without {@code /dev/null}.
   */
  public static boolean isReached() {
    if (!ALWAYS_THERE.exists()) {
      return false;
    }
    List<InputStream> opened = new ArrayList<>();
    try {
      while (opened.size() < FEW) {
        opened.add(new FileInputStream(ALWAYS_THERE));
      }
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      closeAll(opened);
    }
  }

  private static void closeAll(List<InputStream> streams) {
    try {
      for (InputStream stream : streams) {
        stream.close();
      }
    } catch (IOException e) {
      // They were never used.
    }
  }
}
