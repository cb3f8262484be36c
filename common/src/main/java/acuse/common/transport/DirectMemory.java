package acuse.common.transport;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory outside of the heap that buffers are made of. The JVM bounds it to the size of the
 * heap, unless it is told otherwise with {@code -XX:MaxDirectMemorySize}.
 */
public final class DirectMemory {
  private DirectMemory() {}

  /** How many bytes of it are not in use, as Netty counts them. */
  public static long leftBytes() {
    return PlatformDependent.maxDirectMemory() - Math.max(0, PlatformDependent.usedDirectMemory());
  }
}
