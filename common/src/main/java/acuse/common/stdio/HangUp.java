package acuse.common.stdio;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The end of a terminal: its window was closed, or the connection to it broke. The system sends
 * SIGHUP then, and at the same moment lets reads end as after Ctrl-D, and lets writes fail. A
 * program that ends by one of these ends as by the signal, whichever comes first.
 */
public final class HangUp {
  /** The exit status that a shell gives to an end by SIGHUP, which is signal 1. */
  public static final int STATUS = 128 + 1;

  private static final String PROCESS = "/proc/self/status";
  private static final String IGNORED_SIGNALS = "SigIgn:";

  private HangUp() {}

  /**
   * Whether the program is to end with {@link #STATUS}: {@code terminal} has gone, and the signal
   * is not ignored, as it is under nohup(1).
   */
  public static boolean endsProgram(FileDescriptor terminal) {
    return isGone(terminal) && !isIgnored();
  }

  /** FIONREAD fails with EIO on a terminal that has gone, and on no other (ioctl_tty(2)). */
  @SuppressWarnings("StreamResourceLeak") // closing it would close the descriptor
  private static boolean isGone(FileDescriptor terminal) {
    try {
      int unused = new FileInputStream(terminal).available();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** From proc(5): a hexadecimal mask, whose lowest bit is signal 1. Only Linux tells. */
  private static boolean isIgnored() {
    try (FileInputStream in = new FileInputStream(PROCESS)) {
      return isHangUpIgnored(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isHangUpIgnored(String status) {
    int start = status.indexOf(IGNORED_SIGNALS);
    int end = status.indexOf('\n', Math.max(start, 0));
    return start >= 0 && end > 0 && Character.digit(status.charAt(end - 1), 16) % 2 == 1;
  }
}
