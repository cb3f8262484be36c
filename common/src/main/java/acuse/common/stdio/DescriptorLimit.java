package acuse.common.stdio;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** How many files may be open: {@code ulimit -n}. */
public final class DescriptorLimit {
  /** More than the JVM opens at once to load a class. */
  private static final int FEW = 8;

  private DescriptorLimit() {}

  /** Whether so few more could be opened that this may be why something failed. */
  public static boolean isReached() {
    List<InputStream> opened = new ArrayList<>();
    try {
      while (opened.size() < FEW) {
        opened.add(new FileInputStream("/dev/null"));
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
