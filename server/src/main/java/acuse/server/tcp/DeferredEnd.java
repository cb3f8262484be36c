package acuse.server.tcp;

import java.util.function.BooleanSupplier;

/**
 * Lets a session end only when everything has come that stages before it hold back. Belongs to the
 * connection's event loop.
 */
final class DeferredEnd {
  private final BooleanSupplier allHasCome;
  private Runnable deferred;

  /**
   * Nothing is to end yet.
   *
   * @param allHasCome whether nothing is held back, and nothing waits to be answered
   */
  DeferredEnd(BooleanSupplier allHasCome) {
    this.allHasCome = allHasCome;
  }

  /** Runs {@code end} now, or as soon as everything has come. */
  void onceAllHasCome(Runnable end) {
    if (allHasCome.getAsBoolean()) {
      end.run();
    } else {
      deferred = end;
    }
  }

  /** Something has come, or was answered. */
  void onProgress() {
    if (deferred != null && allHasCome.getAsBoolean()) {
      Runnable end = deferred;
      deferred = null;
      end.run();
    }
  }
}
