package acuse.server.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes all bytes of a buffer, also to a pipe that does not block, and is full. */
public final class WholeWrite {
  private static final long FULL_PIPE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private WholeWrite() {}

  /** Returns when {@code bytes} has none left; waits for as long as the output takes none. */
  public static void to(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (out.write(bytes) == 0) {
        LockSupport.parkNanos(out, FULL_PIPE_NANOS);
      }
    }
  }
}
