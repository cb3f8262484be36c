package acuse.client.codec;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A stream that gives one piece per read, or the part of it for which there is room. */
final class Pieces extends InputStream {
  private final Queue<byte[]> left = new ArrayDeque<>();
  private int taken;

  Pieces(List<byte[]> pieces) {
    for (byte[] piece : pieces) {
      if (piece.length > 0) {
        left.add(piece);
      }
    }
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("read by byte");
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (left.isEmpty()) {
      return -1;
    }
    byte[] piece = left.peek();
    int count = Math.min(length, piece.length - taken);
    System.arraycopy(piece, taken, buffer, offset, count);
    taken += count;
    if (taken == piece.length) {
      left.remove();
      taken = 0;
    }
    return count;
  }
}
