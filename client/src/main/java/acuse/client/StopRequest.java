package acuse.client;

import acuse.common.stdio.Signals;
import java.util.concurrent.atomic.AtomicBoolean;

/** How somebody asks a measurement to end with the result so far. */
interface StopRequest {
  /** From now on, a request runs {@code stop}, on another thread. */
  void whenRequested(Runnable stop);

  /**
   * By Ctrl-C (SIGINT) or SIGTERM. The second one ends the program at once, with the status that a
   * shell gives to such an end.
   */
  static StopRequest bySignal() {
    return stop -> {
      AtomicBoolean requested = new AtomicBoolean();
      handle("INT", 128 + 2, requested, stop);
      handle("TERM", 128 + 15, requested, stop);
    };
  }

  private static void handle(String signal, int status, AtomicBoolean requested, Runnable stop) {
    Signals.handle(
        signal,
        () -> {
          if (requested.getAndSet(true)) {
            Runtime.getRuntime().halt(status);
          }
          stop.run();
        });
  }
}
