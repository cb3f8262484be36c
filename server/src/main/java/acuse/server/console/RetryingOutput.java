package acuse.server.console;

import acuse.common.stdio.BrokenPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An output that may fail for a while: a disk is full, or a pipe that does not block. Bytes that
 * could not be written are tried again, with pauses, and each byte is written once. Only a reader
 * that has gone (EPIPE, write(2)) does not come back: then bytes go nowhere.
 *
 * <p>For one thread, which waits here.
 */
final class RetryingOutput {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** For how long nothing could be written, and the system's words for the reason. */
  record Outage(Duration duration, String reason) {}

  private final WritableByteChannel out;

  /** The JDK writes from such a buffer without another one, for which there may be no memory. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private boolean readerGone;

  /** Null while all goes well; else what went wrong first. */
  private IOException failure;

  private long failureNanos;

  /** Null if there was none since it was last asked for. */
  private Outage lastOutage;

  RetryingOutput(WritableByteChannel out) {
    this.out = out;
  }

  /** Returns when all is written, or there is nobody to read it any more. */
  void write(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && !readerGone) {
      int length = Math.min(buffer.capacity(), bytes.length - at);
      writeAll(buffer.clear().put(bytes, at, length).flip());
      at += length;
    }
  }

  /** The outage that has ended since this was last asked for, or null. */
  Outage takeOutage() {
    Outage outage = lastOutage;
    lastOutage = null;
    return outage;
  }

  private void writeAll(ByteBuffer bytes) {
    long pauseNanos = FIRST_PAUSE_NANOS;
    while (bytes.hasRemaining() && !readerGone) {
      if (writeSome(bytes)) {
        pauseNanos = FIRST_PAUSE_NANOS;
      } else {
        LockSupport.parkNanos(this, pauseNanos);
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      }
    }
  }

  /**
   * Whether anything was. Nothing was, but all is well, where a pipe that does not block is full.
   */
  private boolean writeSome(ByteBuffer bytes) {
    try {
      if (out.write(bytes) == 0) {
        return false;
      }
      if (failure != null) {
        Duration duration = Duration.ofNanos(System.nanoTime() - failureNanos);
        lastOutage = new Outage(duration, failure.getMessage());
        failure = null;
      }
      return true;
    } catch (IOException e) {
      readerGone = e instanceof ClosedChannelException || BrokenPipe.isCauseOf(e);
      if (failure == null) {
        failure = e;
        failureNanos = System.nanoTime();
      }
      return false;
    }
  }
}
