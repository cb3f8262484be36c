package acuse.server.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Opens files that hold what peers said: only their owner can read them (mode 0600). A pipe or a
 * device is opened as it is.
 */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PrivateFile() {}

  /** Opens a file that begins anew. */
  public static FileChannel replace(Path file) throws IOException {
    return open(file, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Opens a file that goes on. */
  public static FileChannel append(Path file) throws IOException {
    return open(file, StandardOpenOption.APPEND);
  }

  private static FileChannel open(Path file, OpenOption how) throws IOException {
    if (!isPosix(file)) {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    }
    if (Files.exists(file)) {
      if (Files.isRegularFile(file)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY); // before anything more is in it
      }
      return FileChannel.open(file, StandardOpenOption.WRITE, how);
    }
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how),
        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
