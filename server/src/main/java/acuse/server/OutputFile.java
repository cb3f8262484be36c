package acuse.server;

import java.nio.file.Path;

/**
 * Where an option writes to.
 *
 * @param path of the file; {@code -} for the standard output
 */
record OutputFile(Path path) {
  private static final Path STANDARD = Path.of("-");

  /** Whether it is the standard output, so that lines for people go elsewhere. */
  boolean isStandardOutput() {
    return path.equals(STANDARD);
  }
}
