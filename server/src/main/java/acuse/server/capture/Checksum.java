package acuse.server.capture;

/** The checksum of IP, TCP and UDP (RFC 1071): a sum of 16-bit numbers, in ones' complement. */
final class Checksum {
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

  static long sum(byte[] bytes, int index, int length) {
    long sum = 0;
    int end = index + length;
    for (int at = index; at + 1 < end; at += 2) {
      sum += ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
    return length % 2 == 0 ? sum : sum + ((bytes[end - 1] & 0xff) << 8);
  }
}
