package acuse.server.tcp;

import acuse.common.protocol.Framing;
import io.netty.buffer.ByteBuf;

/**
 * Where the messages of a stream end that is forwarded. It looks on, and changes, holds and limits
 * nothing: a message may come in any number of pieces, and be as long as it likes.
 *
 * <pre>
 * line:    "uno\ndos" "\ntres\n"      uno\n, dos + \n, tres\n
 * length:  a header of 4 bytes, and then as many bytes as it says
 * raw:     each read is one message; auto is the same
 * </pre>
 *
 * <p>Belongs to the connection's event loop.
 */
final class MessageBoundaries {
  private static final int HEADER_BYTES = 4;

  private final Framing framing;
  private boolean inMessage;
  private boolean begins;
  private int headerBytesSeen;
  private long bytesToCome;

  /** At the beginning of a stream. */
  MessageBoundaries(Framing framing) {
    this.framing = framing;
  }

  /**
   * Reads on, from index {@code from} to no further than {@code to}, which is behind it.
   *
   * @return the index behind what belongs to one message: behind its end, or {@code to}
   */
  int next(ByteBuf bytes, int from, int to) {
    begins = !inMessage;
    return switch (framing) {
      case LINE -> nextOfLine(bytes, from, to);
      case LENGTH -> nextOfLength(bytes, from, to);
      case AUTO, RAW -> to;
    };
  }

  /** Whether what {@link #next} found last is the beginning of a message. */
  boolean begins() {
    return begins;
  }

  /** Whether it is the end of one. */
  boolean ends() {
    return !inMessage;
  }

  private int nextOfLine(ByteBuf bytes, int from, int to) {
    int lineFeed = bytes.indexOf(from, to, (byte) '\n');
    inMessage = lineFeed < 0;
    return inMessage ? to : lineFeed + 1;
  }

  private int nextOfLength(ByteBuf bytes, int from, int to) {
    int index = from;
    if (begins) {
      headerBytesSeen = 0;
      bytesToCome = 0;
    }
    while (headerBytesSeen < HEADER_BYTES && index < to) {
      bytesToCome = bytesToCome << Byte.SIZE | bytes.getUnsignedByte(index);
      headerBytesSeen++;
      index++;
    }
    if (headerBytesSeen == HEADER_BYTES) {
      long taken = Math.min(bytesToCome, to - index);
      bytesToCome -= taken;
      index += (int) taken;
    }
    inMessage = headerBytesSeen < HEADER_BYTES || bytesToCome > 0;
    return index;
  }
}
