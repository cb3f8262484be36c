package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopWatchTest {
  private static final Duration LIMIT = Duration.ofMillis(50);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final CountDownLatch standstill = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  private EventLoopWatch watch;

  @AfterEach
  void endEventLoops() {
    watch.close();
    release.countDown();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  @Test
  void tellsOfAnEventLoopThatIsBusyWithOneTaskForTooLong() throws Exception {
    watch(LIMIT);
    eventLoops.next().execute(this::block);
    assertThat(standstill.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsOfAnEventLoopThatHasEnded() throws Exception {
    watch(Duration.ofDays(1));
    eventLoops.next().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).sync();
    assertThat(standstill.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void saysNothingOfEventLoopsThatTurn() throws Exception {
    watch(LIMIT);
    for (int turns = 0; turns < 1000; turns++) {
      eventLoops.next().submit(() -> {}).sync();
    }
    assertThat(standstill.getCount()).isEqualTo(1);
  }

  @Test
  void saysNothingOfEventLoopsThatEndAfterIt() throws Exception {
    watch(LIMIT);
    watch.close();
    watch.awaitEnd();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).sync();
    assertThat(standstill.getCount()).isEqualTo(1);
  }

  private void watch(Duration limit) {
    watch = EventLoopWatch.start(eventLoops, limit, LOOK_EVERY, standstill::countDown);
  }

  private void block() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
