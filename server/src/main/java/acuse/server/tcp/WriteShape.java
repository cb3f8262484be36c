package acuse.server.tcp;

/**
 * In how many writes replies or messages go out.
 *
 * @param glued so many of them go in one write; 1 for each by itself
 * @param sliceBytes the longest piece of a write; 0 for no pieces
 * @param sliceGapNanos the time between two pieces
 */
record WriteShape(int glued, int sliceBytes, long sliceGapNanos) {
  /** Each in a write of its own. */
  static final WriteShape WHOLE = new WriteShape(1, 0, 0);

  boolean isWhole() {
    return glued == 1 && sliceBytes == 0;
  }

  boolean isSliced() {
    return sliceBytes > 0;
  }
}
