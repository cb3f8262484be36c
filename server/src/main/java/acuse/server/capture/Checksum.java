package acuse.server.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of IP, TCP and UDP (RFC 1071): a sum of 16-bit numbers, in ones' complement. */
final class Checksum {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Checksum() {}

  /** The checksum of bytes with this sum; of several parts, all but the last of even length. */
  static int of(long sum) {
    long folded = sum;
    while (folded >> 16 != 0) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) ~folded & 0xffff;
  }

  static long sum(byte[] bytes) {
    return sum(bytes, 0, bytes.length);
  }

  /**
   * Takes four of the numbers at once: 2^32 and 2^16 count as 1 in this sum, so its halves may be
   * added as they are (RFC 1071, section 2).
   */
  static long sum(byte[] bytes, int index, int length) {
    long sum = 0;
    int end = index + length;
    int at = index;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long four = (long) LONGS.get(bytes, at);
      sum += (four >>> Integer.SIZE) + (four & 0xffff_ffffL);
    }
    for (; at + 1 < end; at += 2) {
      sum += ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
    return length % 2 == 0 ? sum : sum + ((bytes[end - 1] & 0xff) << 8);
  }
}
