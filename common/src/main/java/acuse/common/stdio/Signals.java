package acuse.common.stdio;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The signals that a program can hear. {@code sun.misc.Signal} is there to stay (JEP 260) but
 * compiles only with a warning that cannot be suppressed, so it is reached by reflection.
 */
public final class Signals {
  private Signals() {}

  /**
   * From now on, the signal runs {@code action}, on a thread of the JVM's, instead of ending the
   * program. A system without such a signal, as Windows has no HUP, never sends it.
   *
   * @param name as {@code kill -l} prints it: {@code INT}
   */
  public static void handle(String name, Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      signalType
          .getMethod("handle", signalType, handlerType)
          .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException("cannot handle signal=" + name, e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle signal=" + name, e);
    }
  }
}
