package acuse.server.guard;

import java.io.IOException;

/** Tells a bug of our own from the other reasons why a connection or a datagram can fail. */
public final class Failure {
  private Failure() {}

  /**
   * Whether {@code cause} is to be reported as a bug. The network's failures are nobody's bug; nor
   * is memory that the JVM cannot give, which ends what has asked for it.
   */
  public static boolean isBug(Throwable cause) {
    return !(cause instanceof IOException || isWantOfMemory(cause));
  }

  /** Handlers of Netty's wrap some failures of others in their own. */
  private static boolean isWantOfMemory(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }
}
