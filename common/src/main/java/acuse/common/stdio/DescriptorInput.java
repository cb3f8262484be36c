package acuse.common.stdio;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Reads from a descriptor, and waits while there is nothing to be read: also where an event loop
 * has made it non-blocking, for which {@code FileInputStream} has an exception. Used by one thread
 * at a time. See {@link DescriptorOutput}.
 */
final class DescriptorInput extends InputStream {
  private static final String CHANNEL = "sun.nio.ch.SourceChannelImpl";

  private final FileDescriptor descriptor;
  private ReadableByteChannel channel;

  DescriptorInput(FileDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : channel().read(ByteBuffer.wrap(bytes, offset, length));
  }

  /** Made for the first read: a client that is given its messages as arguments reads nothing. */
  private ReadableByteChannel channel() {
    if (channel == null) {
      channel =
          (Pipe.SourceChannel)
              InnerConstructor.callIfThere(
                  CHANNEL,
                  new Class<?>[] {SelectorProvider.class, FileDescriptor.class},
                  null, // is asked for selectors alone
                  descriptor);
      if (channel == null) {
        channel = new FileInputStream(descriptor).getChannel();
      }
    }
    return channel;
  }
}
