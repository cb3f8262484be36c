package acuse.server.tcp;

import acuse.common.protocol.Framing;
import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;

/**
 * Names the messages that have ended since it was asked last, such as {@code messages 4-6}. Belongs
 * to one event loop.
 */
final class MessageNumbers {
  private final String one;
  private final String several;
  private final Count count;
  private long named;

  /** How many messages have ended so far. */
  private interface Count {
    long ended();

    /** These bytes go by. */
    default void saw(ByteBuf bytes) {}
  }

  private MessageNumbers(String one, String several, Count count) {
    this.one = one;
    this.several = several;
    this.count = count;
  }

  /** Those that somebody else counts. */
  static MessageNumbers counted(String one, String several, LongSupplier ended) {
    return new MessageNumbers(one, several, ended::getAsLong);
  }

  /** Those that end in a stream, of which it has to see all bytes. */
  static MessageNumbers ofStream(String one, String several, Framing framing) {
    return new MessageNumbers(one, several, new StreamCount(framing));
  }

  /** Where nobody knows. */
  static MessageNumbers none() {
    return counted("", "", () -> 0);
  }

  /** The same, counted by {@code ended} from the beginning. */
  MessageNumbers countedBy(LongSupplier ended) {
    return counted(one, several, ended);
  }

  /** These bytes go by. */
  void saw(ByteBuf bytes) {
    count.saw(bytes);
  }

  /** Those since the last time; empty if there were none. */
  String next() {
    long first = named + 1;
    named = count.ended();
    if (named < first) {
      return "";
    }
    return named == first ? one + " " + first : several + " " + first + "-" + named;
  }

  private static final class StreamCount implements Count {
    private final MessageBoundaries boundaries;
    private long ended;

    StreamCount(Framing framing) {
      this.boundaries = new MessageBoundaries(framing);
    }

    @Override
    public long ended() {
      return ended;
    }

    @Override
    public void saw(ByteBuf bytes) {
      int index = bytes.readerIndex();
      while (index < bytes.writerIndex()) {
        index = boundaries.next(bytes, index, bytes.writerIndex());
        if (boundaries.ends()) {
          ended++;
        }
      }
    }
  }
}
