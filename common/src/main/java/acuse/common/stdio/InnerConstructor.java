package acuse.common.stdio;

import java.lang.reflect.Constructor;

/**
 * Calls constructors that the JDK keeps for itself, where it has no public way: its {@code
 * sun.reflect.ReflectionFactory}, kept for programs of that kind (JEP 260), hands them out. By
 * reflection, because using it by name gives a warning that no option suppresses.
 */
final class InnerConstructor {
  private static final String FACTORY = "sun.reflect.ReflectionFactory";

  private InnerConstructor() {}

  /**
   * Makes an object of the class that is called {@code className}.
   *
   * @throws IllegalStateException on a JDK that has no such constructor
   */
  static Object call(String className, Class<?>[] parameterTypes, Object... values) {
    Object made = callIfThere(className, parameterTypes, values);
    if (made == null) {
      throw new IllegalStateException("no such constructor: class=" + className);
    }
    return made;
  }

  /** The same, but null on a JDK that has no such constructor. */
  static Object callIfThere(String className, Class<?>[] parameterTypes, Object... values) {
    try {
      Class<?> type = Class.forName(className);
      Class<?> factory = Class.forName(FACTORY);
      Constructor<?> constructor =
          (Constructor<?>)
              factory
                  .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                  .invoke(
                      factory.getMethod("getReflectionFactory").invoke(null),
                      type,
                      type.getDeclaredConstructor(parameterTypes));
      return constructor.newInstance(values);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("class=" + className, e);
    }
  }
}
