package acuse.client.bench.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is written whole or not at all. Its bytes go to a temporary file beside it, which
 * takes its name in one step at the end; an earlier file of that name is there until then.
 *
 * <pre>
 * result.json.7f3a….tmp  ─ keep() ─→  result.json
 *                       ─ close() without it ─→  nothing
 * </pre>
 */
public final class WholeFile implements AutoCloseable {
  private final Path file;
  private final Path temporary;
  private final CheckedFileOutput written;
  private final OutputStream out;

  private WholeFile(Path file, Path temporary, OutputStream opened) {
    this.file = file;
    this.temporary = temporary;
    written = new CheckedFileOutput(opened);
    out = new BufferedOutputStream(written);
  }

  /**
   * Opens the temporary file of the file {@code name} and {@code suffix}.
   *
   * @throws IOException if the file could not be written there
   */
  public static WholeFile open(Path name, String suffix) throws IOException {
    Path file = withSuffix(name, suffix);
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "Is a directory"); // as strerror(3)
    }
    String unused = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = withSuffix(file, "." + unused + ".tmp");
    OutputStream opened =
        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new WholeFile(file, temporary, opened);
  }

  /** Takes the bytes. */
  public OutputStream out() {
    return out;
  }

  /** The file that it will be. */
  public Path file() {
    return file;
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException if some of its bytes could not be written; then it does not get it
   */
  public void keep() throws IOException {
    out.close();
    written.check();
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes the temporary file, if it is still there. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** By its URI, which keeps every byte of a name; {@link Path#toString} would decode them. */
  static Path withSuffix(Path name, String suffix) {
    String uri = name.toUri().toString();
    return Path.of(
        URI.create((uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri) + suffix));
  }
}
