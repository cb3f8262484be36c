package acuse.client.output;

import acuse.common.stdio.DescriptorOutput;
import acuse.common.stdio.StandardDescriptors;
import java.io.IOException;
import java.io.OutputStream;

/** The program's stdout, unbuffered, whose failures can be told from a network's. */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;

  private boolean anyWritten;
  private IOException failure;

  /** Writes to {@code out}, unbuffered. */
  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
      anyWritten = true;
    } catch (IOException e) {
      failure = e;
      throw new OutputException(e);
    }
  }

  /**
   * To be called at the end of a run: fails if any write has failed, and if there was nothing to
   * write, but it is closed.
   */
  public void check() throws OutputException {
    if (failure != null) {
      throw new OutputException(failure);
    }
    if (!anyWritten && out instanceof DescriptorOutput && StandardDescriptors.isOutClosed()) {
      throw new OutputException(new IOException("Bad file descriptor")); // EBADF, as strerror(3)
    }
  }
}
