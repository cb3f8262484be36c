package acuse.client.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where the lines typed in earlier runs are: {@code acuse/history} in the user's folder for state
 * (XDG Base Directory Specification), readable by that user alone.
 */
final class HistoryFile {
  private HistoryFile() {}

  /** Makes sure that it is there, with the right permissions; null if that cannot be. */
  static Path prepare(Map<String, String> environment) {
    try {
      Path folder = stateFolder(environment).resolve("acuse");
      Files.createDirectories(folder, only("rwx------"));
      Path file = folder.resolve("history");
      try {
        return Files.createFile(file, only("rw-------"));
      } catch (FileAlreadyExistsException e) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
      }
    } catch (IOException | UnsupportedOperationException e) {
      return null; // a history is a comfort, not a condition
    }
  }

  private static Path stateFolder(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    return state.startsWith("/")
        ? Path.of(state)
        : Path.of(System.getProperty("user.home"), ".local", "state");
  }

  private static FileAttribute<?> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
