package acuse.client.terminal;

import acuse.common.command.FileConverter;
import acuse.common.command.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines typed in earlier runs: {@code acuse/history} in the user's folder for state (XDG Base
 * Directory Specification), a file of that user alone.
 *
 * <pre>
 * 1700000000000:hola            milliseconds since 1970, and a line
 * 1700000000001:dos\nl\\neas    in which \n, \r and \\ stand for LF, CR and \
 * </pre>
 *
 * <p>A history is not required: if there can be none, nothing is kept, and nothing is reported.
 */
final class HistoryFile {
  /** Of a longer file, the end is read, and kept when the next line is written. */
  static final int MAX_BYTES = 1 << 20;

  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rw-------");

  /** Null if there is none. */
  private final Path file;

  private HistoryFile(Path file) {
    this.file = file;
  }

  /** One that is empty and stays so. */
  static HistoryFile none() {
    return new HistoryFile(null);
  }

  /** The user's, which is made if it is not there yet. */
  static HistoryFile of(Map<String, String> environment) {
    try {
      Path state = stateFolder(environment);
      return new HistoryFile(state == null ? null : prepare(state.resolve("acuse")));
    } catch (IOException | UnsupportedOperationException e) {
      return none();
    }
  }

  /**
   * A relative path is not valid, says the specification. A home that is not there, or another
   * user's as after {@code sudo}, is no place to leave anything.
   */
  private static Path stateFolder(Map<String, String> environment) throws IOException {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (state.startsWith("/")) {
      return path(state);
    }
    String home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") && isOurs(path(home)) ? path(home + "/.local/state") : null;
  }

  /** Also of a name that the locale cannot spell. */
  private static Path path(String name) throws IOException {
    try {
      return new FileConverter().convert(name);
    } catch (InvalidValueException e) {
      throw new IOException(e);
    }
  }

  private static Path prepare(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, only("rwx------"));
    }
    Path file = folder.resolve("history");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(file, only("rw-------"));
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isOurs(file) || !isOurs(folder)) {
      return null;
    }
    Files.setPosixFilePermissions(file, OURS_ALONE);
    return file;
  }

  /** Where the system does not tell who we are, setting permissions fails on others' files. */
  private static boolean isOurs(Path path) throws IOException {
    Path self = Path.of("/proc/self");
    return !Files.exists(self)
        || Files.getAttribute(self, "unix:uid").equals(Files.getAttribute(path, "unix:uid"));
  }

  private static FileAttribute<?> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** The lines in it, the oldest first; those that are damaged are left out. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String entry : ByteKeepingUtf8.decode(end()).split("\n", -1)) {
      String line = lineOf(entry);
      if (line != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Writes a line at its end. */
  void add(String line) {
    if (file == null) {
      return;
    }
    String entry = Instant.now().toEpochMilli() + ":" + escape(line) + "\n";
    try {
      if (Files.size(file) > 2 * MAX_BYTES) {
        cut();
      }
      Files.write(
          file,
          entry.getBytes(ByteKeepingUtf8.CHARSET),
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      // A full disk, say. The line can be called back in this run all the same.
    }
  }

  /** All of it, or the whole lines in its last {@link #MAX_BYTES}; empty if it cannot be read. */
  private byte[] end() {
    if (file == null) {
      return new byte[0];
    }
    try (SeekableByteChannel channel =
            Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        InputStream in = Channels.newInputStream(channel)) {
      long start = channel.size() - MAX_BYTES;
      if (start > 0) {
        channel.position(start - 1);
        int skipped = in.read();
        while (skipped >= 0 && skipped != '\n') {
          skipped = in.read();
        }
      }
      return in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Others who read it at the time see the whole file or the new one. */
  private void cut() throws IOException {
    Path shorter = Files.createTempFile(file.getParent(), "history", null, only("rw-------"));
    try {
      Files.write(shorter, end());
      Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(shorter);
    }
  }

  private static String lineOf(String entry) {
    int colon = entry.indexOf(':');
    if (colon <= 0) {
      return null;
    }
    for (int i = 0; i < colon; i++) {
      if (entry.charAt(i) < '0' || entry.charAt(i) > '9') {
        return null;
      }
    }
    return unescape(entry.substring(colon + 1));
  }

  private static String escape(String line) {
    return line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
        c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
      }
      line.append(c);
    }
    return line.toString();
  }
}
