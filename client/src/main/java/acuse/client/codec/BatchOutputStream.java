package acuse.client.codec;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Gathers what is written, and passes it on when it is full or flushed. As {@link
 * java.io.BufferedOutputStream}, but without a lock for every write: it is used by one thread at a
 * time.
 */
public final class BatchOutputStream extends OutputStream {
  private static final int BATCH_BYTES = 64 * 1024;

  /** A write of at least this size is not copied. */
  private static final int LARGE_BYTES = BATCH_BYTES / 2;

  private final OutputStream out;
  private final byte[] batch = new byte[BATCH_BYTES];
  private int length;

  public BatchOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (length == batch.length) {
      passOn();
    }
    batch[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    boolean large = count >= LARGE_BYTES;
    if (large || count > batch.length - length) {
      passOn();
    }
    if (large) {
      out.write(bytes, offset, count);
      return;
    }
    System.arraycopy(bytes, offset, batch, length, count);
    length += count;
  }

  @Override
  public void flush() throws IOException {
    passOn();
    out.flush();
  }

  private void passOn() throws IOException {
    if (length > 0) {
      int full = length;
      length = 0; // what cannot be written is not tried again
      out.write(batch, 0, full);
    }
  }
}
