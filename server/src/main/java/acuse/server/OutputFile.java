package acuse.server;

import acuse.common.stdio.StandardDescriptors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * Where an option writes to.
 *
 * @param path of the file; {@code -} for the standard output
 */
record OutputFile(Path path) {
  private static final Path STANDARD = Path.of("-");

  /** How a file is opened. */
  interface Opening {
    WritableByteChannel open(Path file) throws IOException;
  }

  /** Whether it is the standard output, so that lines for people go elsewhere. */
  boolean isStandardOutput() {
    return path.equals(STANDARD);
  }

  /** Opens it. */
  WritableByteChannel open(Opening opening) throws IOException {
    return isStandardOutput()
        ? new FileOutputStream(StandardDescriptors.outDescriptor()).getChannel()
        : opening.open(path);
  }
}
