package acuse.server.impair;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Draws by chance, but the same for the same seed, path, fault, peer, session, message and turn:
 * each draw is a hash of these and of nothing else. So neither threads, nor times, nor other peers
 * change it.
 *
 * <p>The hash is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
 * number generators, 2014), once for each number. Java's own generators may change from release to
 * release; this one never does, or a seed would mean something else.
 */
final class Draw {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private final long session;

  /**
   * For one path of one session.
   *
   * @param sessionNumber which session of this protocol the peer's address has had, from 1
   */
  Draw(long seed, Path path, InetAddress peer, long sessionNumber) {
    long hash = with(mix(seed), code(path));
    byte[] address = PeerAddress.bytes(peer);
    hash = with(hash, address.length);
    for (ByteBuffer words = ByteBuffer.wrap(address); words.hasRemaining(); ) {
      hash = with(hash, words.getInt() & 0xffffffffL);
    }
    session = with(hash, sessionNumber);
  }

  /** Evenly from [0, 1). */
  double unit(Fault fault, long message, int turn) {
    return (bits(fault, message, turn) >>> 11) * UNIT;
  }

  /** Evenly from 0 to {@code bound} − 1. */
  int below(int bound, Fault fault, long message, int turn) {
    return (int) StrictMath.floor(unit(fault, message, turn) * bound);
  }

  private long bits(Fault fault, long message, int turn) {
    return with(with(with(session, fault.code()), message), turn);
  }

  private static long with(long hash, long number) {
    return mix((hash ^ number) + GOLDEN_GAMMA);
  }

  private static long mix(long number) {
    long mixed = number;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** These never change. */
  private static int code(Path path) {
    return switch (path) {
      case TCP_IN -> 1;
      case TCP_OUT -> 2;
      case UDP_IN -> 3;
      case UDP_OUT -> 4;
    };
  }
}
