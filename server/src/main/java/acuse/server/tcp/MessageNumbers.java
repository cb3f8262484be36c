package acuse.server.tcp;

import java.util.function.LongSupplier;

/** Names the messages that were counted since it was asked last, such as {@code messages 4-6}. */
final class MessageNumbers {
  private final String one;
  private final String several;
  private final LongSupplier count;
  private long named;

  /**
   * Has named none.
   *
   * @param count how many there were so far
   */
  MessageNumbers(String one, String several, LongSupplier count) {
    this.one = one;
    this.several = several;
    this.count = count;
  }

  /** Where nobody knows. */
  static MessageNumbers none() {
    return new MessageNumbers("", "", () -> 0);
  }

  /** Those since the last time; empty if there were none. */
  String next() {
    long first = named + 1;
    named = count.getAsLong();
    if (named < first) {
      return "";
    }
    return named == first ? one + " " + first : several + " " + first + "-" + named;
  }
}
