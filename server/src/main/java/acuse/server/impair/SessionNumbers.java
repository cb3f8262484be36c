package acuse.server.impair;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the sessions of each peer address, over one protocol. Only the {@value #MAX_ADDRESSES}
 * addresses whose sessions began last are kept, some 2 MB; a forgotten one begins at 1 again.
 * Thread-safe.
 */
final class SessionNumbers {
  static final int MAX_ADDRESSES = 10_000;

  private final LinkedHashMap<ByteBuffer, Long> numbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /** The number of the session that begins now, from 1. */
  synchronized long next(InetAddress peer) {
    return numbers.merge(ByteBuffer.wrap(PeerAddress.bytes(peer)), 1L, Long::sum);
  }
}
