package acuse.server;

import acuse.common.stdio.Signals;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C (SIGINT) or SIGTERM. The first is a request, and the program decides how it
 * ends; the second ends it at once, with the status that a shell gives to such an end.
 *
 * <p>The JVM's own way, shutdown hooks, would turn every stop into status 130 or 143, and would not
 * hear a second signal.
 */
final class StopSignal {
  private static final int SIGNAL_STATUS = 128;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** The two ways to ask for an end. */
  enum Kind {
    /** Ctrl-C, SIGINT: somebody sits there and waits. */
    INTERRUPT,
    /** SIGTERM: from whoever runs services, with a time of its own. */
    TERMINATE
  }

  private final CountDownLatch requested = new CountDownLatch(1);
  private volatile Kind kind;

  /** From now on the two signals are this object's. */
  StopSignal() {
    Signals.handle("INT", () -> arrived(Kind.INTERRUPT, SIGINT));
    Signals.handle("TERM", () -> arrived(Kind.TERMINATE, SIGTERM));
  }

  /** Returns which one came first. */
  Kind await() throws InterruptedException {
    requested.await();
    return kind;
  }

  private synchronized void arrived(Kind arrived, int number) {
    if (requested.getCount() == 0) {
      Runtime.getRuntime().halt(SIGNAL_STATUS + number);
    }
    kind = arrived;
    requested.countDown();
  }
}
