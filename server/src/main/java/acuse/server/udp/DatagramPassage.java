package acuse.server.udp;

/**
 * How a datagram comes through the faults on purpose.
 *
 * @param isLost whether it does not; then the rest means nothing
 * @param isDuplicated whether it is sent twice
 * @param corruptedBit the bit of the payload that changes, from 0, the lowest of each byte first;
 *     {@link #NO_BIT} for none
 * @param delayNanos for how long it is delayed
 * @param reorderDepth how many later ones it is to let pass; 0 for none
 */
record DatagramPassage(
    boolean isLost, boolean isDuplicated, int corruptedBit, long delayNanos, int reorderDepth) {
  static final int NO_BIT = -1;

  /** Nothing happens to it. */
  static final DatagramPassage CLEAN = new DatagramPassage(false, false, NO_BIT, 0, 0);

  /** It is gone. */
  static final DatagramPassage LOST = new DatagramPassage(true, false, NO_BIT, 0, 0);

  boolean isCorrupted() {
    return corruptedBit != NO_BIT;
  }
}
