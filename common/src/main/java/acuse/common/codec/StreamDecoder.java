package acuse.common.codec;

import acuse.common.protocol.Framing;
import io.netty.buffer.ByteBuf;

/**
 * Cuts messages out of a stream of bytes. There is one per stream, because it keeps the unfinished
 * message: never more than the longest message, and nothing at all between messages. Used by one
 * thread at a time.
 */
public sealed interface StreamDecoder permits AutoDecoder, LineDecoder, RawDecoder, LengthDecoder {
  /**
   * Takes bytes from {@code in} until one message is complete or {@code in} is empty.
   *
   * @param in stays its caller's; what is still unfinished is copied
   * @return whether a message, or the word that one was too long, went to {@code out}; {@code in}
   *     may then hold more
   */
  boolean decode(ByteBuf in, MessageSink out);

  /** The stream has ended: what is left over may be a last message. */
  void end(MessageSink out);

  /** Whether silence from now on would mean something: see {@link #silence}. */
  default boolean awaitsSilence() {
    return false;
  }

  /** Nothing has come for a while after {@link #awaitsSilence} said that this would matter. */
  default void silence(MessageSink out) {}

  /** Whether a message has begun that has not ended. */
  boolean isInMessage();

  /** How many bytes are kept of an unfinished message. */
  int unfinishedBytes();

  /** The capacity of the buffer that keeps them: what they really take. */
  int heldBytes();

  /** Frees what is kept. The decoder is of no use afterwards; a second call does nothing. */
  void release();

  /**
   * A decoder for {@code framing}.
   *
   * @param maxMessageBytes a message of more bytes is dropped; its ending does not count
   */
  static StreamDecoder of(Framing framing, int maxMessageBytes) {
    return switch (framing) {
      case AUTO -> new AutoDecoder(maxMessageBytes);
      case LINE -> new LineDecoder(maxMessageBytes);
      case RAW -> new RawDecoder(maxMessageBytes);
      case LENGTH -> new LengthDecoder(maxMessageBytes);
    };
  }
}
