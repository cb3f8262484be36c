package acuse.common.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Writes to a descriptor, unbuffered, and waits while it takes nothing. Used by one thread at a
 * time.
 *
 * <p>An event loop may have made the descriptor non-blocking, as node does. {@code
 * FileOutputStream} fails then, and does not say how much of an array was written before. So this
 * writes through the channel of the JDK's pipes, which waits in poll(2). On Windows, where pipes
 * are another class's and nothing is non-blocking, it writes through a file's channel.
 */
public final class DescriptorOutput extends OutputStream {
  private static final String CHANNEL = "sun.nio.ch.SinkChannelImpl";

  private final FileDescriptor descriptor;
  private WritableByteChannel channel;
  private boolean anyWritten;
  private IOException failure;

  DescriptorOutput(FileDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      while (rest.hasRemaining()) {
        channel().write(rest);
        anyWritten = true;
      }
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Whether it is only that the reader has gone, as {@code head} does when it has enough. */
  public static boolean isReaderGone(IOException failure) {
    return BrokenPipe.isCauseOf(failure);
  }

  /** Whether anything could be written. */
  public boolean isAnyWritten() {
    return anyWritten;
  }

  /** Why the last write failed that did; null if none has. */
  public IOException failure() {
    return failure;
  }

  /** Made for the first write: most runs write nothing to stderr. */
  private WritableByteChannel channel() {
    if (channel == null) {
      channel =
          (Pipe.SinkChannel)
              InnerConstructor.callIfThere(
                  CHANNEL,
                  new Class<?>[] {SelectorProvider.class, FileDescriptor.class},
                  null, // is asked for selectors alone
                  descriptor);
      if (channel == null) {
        channel = new FileOutputStream(descriptor).getChannel();
      }
    }
    return channel;
  }
}
