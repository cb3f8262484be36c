package acuse.server;

import acuse.common.command.OpenFiles;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.listen.ListenException;
import io.netty.channel.ChannelException;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the event loops of a server, if the process has descriptors enough for them. A library's
 * class that finds no file left when it is loaded stays broken, so all is counted before.
 */
final class EventLoops {
  /** Jars that are not open yet, and native libraries. */
  private static final int FILES_TO_LOAD_LIBRARIES = 16;

  /** With epoll: itself, two to wake it up, a UDP socket, and one to ask the kernel with. */
  private static final int FILES_PER_EVENT_LOOP = 5;

  /** A server needs descriptors for its peers too. */
  private static final int FILES_FOR_PEERS = 8;

  private EventLoops() {}

  /**
   * To be called before anything else of a server is made.
   *
   * @throws ListenException if the process has too few descriptors for it
   */
  static void requireFilesToStart(ServerConfig config) throws ListenException {
    requireOpenFiles(config, FILES_TO_LOAD_LIBRARIES);
    DefaultChannelId.newInstance(); // loads the classes
    ListenException.loadClasses();
    int eventLoops = config.threads() + (config.admin().isPresent() ? 1 : 0);
    requireOpenFiles(config, eventLoops * FILES_PER_EVENT_LOOP + FILES_FOR_PEERS);
  }

  /**
   * The event loops of a server.
   *
   * @throws ListenException if descriptors have run out
   */
  static EventLoopGroup open(ServerConfig config) throws ListenException {
    try {
      return new MultiThreadIoEventLoopGroup(
          config.threads(),
          new DefaultThreadFactory("acuse", true),
          config.transport().ioHandlerFactory());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof ChannelException)) {
        throw e;
      }
      // Each event loop takes descriptors, of which this process may have too few.
      Protocol first = Collections.min(config.protocols());
      throw ListenException.of(first, config.address(first), e.getCause());
    }
  }

  /**
   * To be called when all sockets are open.
   *
   * @throws ListenException if no descriptors are left for peers
   */
  static void requireFilesForPeers(ServerConfig config) throws ListenException {
    requireOpenFiles(config, FILES_FOR_PEERS);
  }

  /** Runs {@code beat} again and again, each time after each of {@code eventLoops} has turned. */
  static void onEveryTurn(EventLoopGroup eventLoops, Duration every, Runnable beat) {
    List<EventExecutor> loops = new ArrayList<>();
    eventLoops.forEach(loops::add);
    loops
        .get(0)
        .scheduleWithFixedDelay(
            () -> passOn(loops, 1, beat), 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void passOn(List<EventExecutor> loops, int next, Runnable beat) {
    if (next == loops.size()) {
      beat.run();
    } else {
      loops.get(next).execute(() -> passOn(loops, next + 1, beat));
    }
  }

  private static void requireOpenFiles(ServerConfig config, int count) throws ListenException {
    if (!OpenFiles.canOpen(count)) {
      Protocol first = Collections.min(config.protocols());
      throw ListenException.tooManyFiles(first, config.address(first));
    }
  }
}
