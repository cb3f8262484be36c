package acuse.common.stdio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be opened or written, in the words of strerror(3). */
public final class FileProblem {
  private FileProblem() {}

  /** The JDK has the name of the file for a message, and for some problems nothing else. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "Permission denied";
    }
    return failure instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : String.valueOf(failure.getMessage());
  }
}
