package acuse.common.stdio;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;

/** Descriptors that this process was started with, besides the standard ones. */
public final class InheritedDescriptor {
  /** They would be closed with their descriptor, which is somebody else's. */
  private static final List<Pipe.SourceChannel> KEPT = new ArrayList<>();

  private InheritedDescriptor() {}

  /**
   * Makes reads and accepts on {@code descriptor} return at once where nothing waits (O_NONBLOCK),
   * as event loops need it. It stays so for all processes that have the socket.
   *
   * <p>Neither the JDK nor Netty offers fcntl(2) for a number. But the JDK's channels do it for
   * theirs, and the one of a pipe asks nothing else of its descriptor.
   */
  public static synchronized void setNonBlocking(int descriptor) throws IOException {
    Pipe.SourceChannel channel =
        (Pipe.SourceChannel)
            InnerConstructor.call(
                "sun.nio.ch.SourceChannelImpl",
                new Class<?>[] {SelectorProvider.class, FileDescriptor.class},
                SelectorProvider.provider(),
                InnerConstructor.call(
                    FileDescriptor.class.getName(), new Class<?>[] {int.class}, descriptor));
    KEPT.add(channel);
    channel.configureBlocking(false);
  }
}
