package acuse.server.tcp;

import acuse.common.codec.StreamDecoder;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.reply.Responder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * The way in of a session: cuts what was read into messages, for as long as there is room for their
 * replies. The rest waits here.
 *
 * <pre>
 * read ─→ waiting bytes ─→ {@link StreamDecoder} ─→ {@link Responder}
 * </pre>
 *
 * <p>Belongs to the connection's event loop.
 */
final class MessageInput {
  private final StreamDecoder decoder;
  private final Responder responder;
  private final ReplyBackpressure replies;
  private final ConnectionBuffers.Part memory;

  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private boolean cutting;

  /**
   * Nothing has been read yet.
   *
   * @param replies says whether there is room
   * @param memory is told how much is held
   */
  MessageInput(
      StreamDecoder decoder,
      Responder responder,
      ReplyBackpressure replies,
      ConnectionBuffers.Part memory) {
    this.decoder = decoder;
    this.responder = responder;
    this.replies = replies;
    this.memory = memory;
  }

  /** Takes what was read, and releases it when it has been cut. */
  void add(ByteBufAllocator allocator, ByteBuf read) {
    waiting =
        waiting.isReadable()
            ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, waiting, read)
            : read;
  }

  /**
   * Cuts messages until nothing waits, the peer says the exit word, or replies pile up.
   *
   * @return false if replies pile up; after the exit word, what waits is dropped
   */
  boolean cutMessages() {
    cutting = true;
    while (waiting.isReadable() && !responder.exitSeen() && replies.hasRoom()) {
      decoder.decode(waiting, responder);
    }
    cutting = false;
    if (waiting.isReadable() && !responder.exitSeen()) {
      return false;
    }
    waiting.release();
    waiting = Unpooled.EMPTY_BUFFER;
    return true;
  }

  /** The peer sends no more: what it has not ended may be a message all the same. */
  void endOfInput() {
    cutting = true;
    decoder.end(responder);
    cutting = false;
  }

  /** The peer is silent: without framing, that ends a message. */
  void silence() {
    cutting = true;
    decoder.silence(responder);
    cutting = false;
  }

  /** Whether a message is being handed on at this moment. */
  boolean isCutting() {
    return cutting;
  }

  /** Whether bytes wait for room. */
  boolean isWaiting() {
    return waiting.isReadable();
  }

  /** Whether a message has begun and not ended. */
  boolean isInMessage() {
    return decoder.isInMessage();
  }

  /** Whether {@link #silence} would end a message. */
  boolean awaitsSilence() {
    return decoder.awaitsSilence();
  }

  /** Tells how much is held. To be called last in a handler's method, for it may reset. */
  void countHeld() {
    memory.set(decoder.heldBytes() + (long) waiting.capacity());
  }

  /** Drops what has not been cut. */
  void release() {
    decoder.release();
    waiting.release();
    waiting = Unpooled.EMPTY_BUFFER;
    memory.set(0);
  }
}
