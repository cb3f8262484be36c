package acuse.client.bench.output;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Remembers the first failure of a file, for writers that keep quiet about it, as {@code
 * PrintStream} does.
 */
final class CheckedFileOutput extends OutputStream {
  private final OutputStream file;
  private IOException failure;

  CheckedFileOutput(OutputStream file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    check();
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * Whether all could be written so far.
   *
   * @throws IOException the first failure
   */
  void check() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }
}
