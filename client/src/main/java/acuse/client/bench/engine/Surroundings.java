package acuse.client.bench.engine;

import java.util.Arrays;

/**
 * The bytes that a server puts around a message, as the first replies had them. A server whose
 * first replies differ, for it puts a time or a number there, is not held to anything. For one
 * flow, and its event loop.
 */
final class Surroundings {
  /** So many replies in a row have to agree. */
  private static final int AGREEING = 3;

  /** After so many without agreement nothing is expected. */
  private static final int FIRST_REPLIES = 16;

  private byte[] last;
  private int seen;
  private int agreed;
  private boolean known;

  /** Whether they are known by now, and so have a length. */
  boolean known() {
    return known;
  }

  int length() {
    return last.length;
  }

  /** Whether these bytes are the known ones. */
  boolean matches(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, last, 0, last.length);
  }

  /**
   * Takes note of the bytes around a reply that was whole.
   *
   * @return false if they differ from those that are known
   */
  boolean accept(byte[] bytes, int from, int to) {
    if (known) {
      return matches(bytes, from, to);
    }
    if (seen >= FIRST_REPLIES) {
      return true;
    }
    seen++;
    if (last != null && matches(bytes, from, to)) {
      agreed++;
    } else {
      last = Arrays.copyOfRange(bytes, from, to);
      agreed = 1;
    }
    known = agreed >= AGREEING;
    return true;
  }
}
