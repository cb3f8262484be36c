package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallWatchTest {
  private final StallWatch watch = new StallWatch(100);

  @Test
  void whoeverSendsIsNotStill() {
    watch.onRead();
    assertThat(watch.stillNanos(0, 200)).isZero();
    assertThat(watch.stillNanos(0, 300)).isEqualTo(100);
    watch.onRead();
    assertThat(watch.stillNanos(0, 400)).isZero();
  }

  @Test
  void whoeverSendsButTakesNothingIsStill() {
    watch.onReply(5000);
    assertThat(watch.stillNanos(5000, 200)).isEqualTo(100);
    watch.onRead();
    assertThat(watch.stillNanos(5000, 300)).isEqualTo(200);
    watch.onRead();
    watch.onReply(1000);
    assertThat(watch.stillNanos(6000, 400)).isEqualTo(300);
  }

  @Test
  void whoeverTakesALittleIsNotStill() {
    watch.onReply(5000);
    watch.stillNanos(5000, 200);
    assertThat(watch.stillNanos(4999, 300)).isZero();
    assertThat(watch.stillNanos(0, 400)).isZero();
    assertThat(watch.stillNanos(0, 500)).isEqualTo(100);
  }

  @Test
  void whoeverTakesAsMuchAsComesIsNotStill() {
    watch.onReply(5000);
    watch.stillNanos(5000, 200);
    watch.onReply(5000);
    assertThat(watch.stillNanos(5000, 300)).isZero();
    assertThat(watch.stillNanos(5000, 400)).isEqualTo(100);
  }
}
