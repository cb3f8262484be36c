package acuse.common.codec;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds LF, which takes most of the time for a long line. So 32 bytes are searched together for any
 * byte as small as LF, which text hardly has. That takes half the steps of a search for LF itself.
 *
 * <pre>
 * x − 0B0B…     sets the high bit of each byte that was below 0B, or above 8A
 * … &amp; ~x        keeps it only of the former (and perhaps of one that it borrowed from)
 * </pre>
 */
final class LineFeed {
  private static final byte LF = '\n';

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Within so many, Netty's own search is done before a view of the bytes is made. */
  private static final int NEAR_BYTES = 128;

  private static final int BLOCK_BYTES = 4 * Long.BYTES;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ONE_ABOVE_LF = 0x0B0B0B0B0B0B0B0BL;
  private static final long LFS = 0x0A0A0A0A0A0A0A0AL;
  private static final long ONES = 0x0101010101010101L;

  private LineFeed() {}

  /** Where the first LF stands from {@code from} on and before {@code to}; negative if nowhere. */
  static int indexOf(ByteBuf bytes, int from, int to) {
    int near = Math.min(to, from + NEAR_BYTES);
    int lf = bytes.indexOf(from, near, LF);
    return lf >= 0 || near == to ? lf : indexOfFar(bytes, near, to);
  }

  private static int indexOfFar(ByteBuf bytes, int from, int to) {
    if (!bytes.isContiguous()) {
      return bytes.indexOf(from, to, LF);
    }
    ByteBuffer view = bytes.internalNioBuffer(from, to - from);
    int lf = indexOf(view, view.position(), view.limit());
    return lf < 0 ? lf : from + lf - view.position();
  }

  private static int indexOf(ByteBuffer bytes, int from, int to) {
    int at = from;
    for (; at <= to - BLOCK_BYTES; at += BLOCK_BYTES) {
      long small =
          small(bytes, at)
              | small(bytes, at + Long.BYTES)
              | small(bytes, at + 2 * Long.BYTES)
              | small(bytes, at + 3 * Long.BYTES);
      if ((small & HIGH_BITS) != 0) {
        int lf = exactIndexOf(bytes, at, at + BLOCK_BYTES);
        if (lf >= 0) {
          return lf;
        }
      }
    }
    return exactIndexOf(bytes, at, to);
  }

  private static long small(ByteBuffer bytes, int at) {
    long eight = (long) EIGHT_BYTES.get(bytes, at);
    return (eight - ONE_ABOVE_LF) & ~eight;
  }

  private static int exactIndexOf(ByteBuffer bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long zeroAtLf = (long) EIGHT_BYTES.get(bytes, at) ^ LFS;
      long found = (zeroAtLf - ONES) & ~zeroAtLf & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE; // little-endian: lowest is first
      }
    }
    for (; at < to; at++) {
      if (bytes.get(at) == LF) {
        return at;
      }
    }
    return -1;
  }
}
