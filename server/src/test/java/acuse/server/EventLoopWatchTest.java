package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The looks are the test's own where the result would depend on how fast threads are. */
class EventLoopWatchTest {
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final int MAX_LOOKS = 10;
  private static final Duration LIMIT = LOOK_EVERY.multipliedBy(MAX_LOOKS);
  private static final Duration ENDLESS = Duration.ofDays(1);

  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final CountDownLatch standstill = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void endEventLoops() {
    release.countDown();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  @Test
  void anEventLoopMayBeBusyUpToTheLimit() throws Exception {
    EventLoopWatch watch = watch(LIMIT);
    block(eventLoops.next());
    for (int looks = 0; looks <= MAX_LOOKS; looks++) {
      assertThat(watch.look()).as("look %d", looks).isTrue();
    }
    assertThat(watch.look()).isFalse();
  }

  @Test
  void eventLoopsThatTurnNeverReachTheLimit() throws Exception {
    EventLoopWatch watch = watch(LIMIT);
    for (int looks = 0; looks < 1000; looks++) {
      assertThat(watch.look()).isTrue();
      for (EventExecutor eventLoop : eventLoops) {
        eventLoop.submit(() -> {}).sync();
      }
    }
  }

  @Test
  void tellsOfAnEventLoopThatIsBusyWithOneTaskForTooLong() throws Exception {
    block(eventLoops.next());
    try (EventLoopWatch watch = watch(LIMIT)) {
      watch.start();
      assertThat(standstill.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsOfAnEventLoopThatHasEnded() throws Exception {
    try (EventLoopWatch watch = watch(ENDLESS)) {
      watch.start();
      eventLoops.next().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).sync();
      assertThat(standstill.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void saysNothingOfEventLoopsThatEndAfterIt() throws Exception {
    EventLoopWatch watch = watch(ENDLESS);
    watch.start();
    watch.close();
    watch.awaitEnd();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).sync();
    assertThat(standstill.getCount()).isEqualTo(1);
  }

  private EventLoopWatch watch(Duration limit) {
    return new EventLoopWatch(eventLoops, limit, LOOK_EVERY, standstill::countDown);
  }

  /** Returns when the event loop is busy, until the end of the test. */
  private void block(EventExecutor eventLoop) throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    eventLoop.execute(
        () -> {
          busy.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    busy.await();
  }
}
