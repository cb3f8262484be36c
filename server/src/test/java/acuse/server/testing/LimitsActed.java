package acuse.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.AcuseServer;
import acuse.server.guard.Limit;
import java.util.concurrent.TimeUnit;

/** Waits for limits: they are counted about when their peers notice, not before. */
public final class LimitsActed {
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private LimitsActed() {}

  /** Waits until {@code limit} has acted so many times; more is an error. */
  public static void await(AcuseServer server, Limit limit, long times) {
    long startNanos = System.nanoTime();
    while (server.limitsActed().get(limit) < times
        && System.nanoTime() - startNanos < TIMEOUT_NANOS) {
      Thread.onSpinWait();
    }
    assertThat(server.limitsActed()).containsEntry(limit, times);
  }
}
