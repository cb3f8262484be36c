package acuse.server;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C (SIGINT) or SIGTERM. The first is a request, and the program decides how it
 * ends; the second ends it at once, with the status that a shell gives to such an end.
 *
 * <p>The JVM's own way, shutdown hooks, would turn every stop into status 130 or 143, and would not
 * hear a second signal. {@code sun.misc.Signal} is there to stay (JEP 260) but compiles only with a
 * warning that cannot be suppressed, so it is reached by reflection.
 */
final class StopSignal {
  private static final int SIGNAL_STATUS = 128;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final CountDownLatch requested = new CountDownLatch(1);

  /** From now on the two signals are this object's. */
  StopSignal() {
    handle("INT", SIGINT);
    handle("TERM", SIGTERM);
  }

  void await() throws InterruptedException {
    requested.await();
  }

  private void handle(String name, int number) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                arrived(number);
                return null;
              });
      signalType
          .getMethod("handle", signalType, handlerType)
          .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle signal=" + name, e);
    }
  }

  private void arrived(int number) {
    if (requested.getCount() == 0) {
      Runtime.getRuntime().halt(SIGNAL_STATUS + number);
    }
    requested.countDown();
  }
}
