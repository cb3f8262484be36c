package acuse.server.tcp;

import acuse.common.codec.StreamDecoder;
import acuse.server.connection.ConnectionBuffers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * The way in of a session: cuts what was read into messages, for as long as there is room for their
 * replies. The rest waits here.
 *
 * <pre>
 * read ─→ waiting bytes ─→ {@link StreamDecoder} ─→ {@link SessionCore}
 * </pre>
 *
 * <p>Belongs to the connection's event loop.
 */
final class MessageInput {
  private final StreamDecoder decoder;
  private final SessionCore core;
  private final ConnectionBuffers.Part memory;

  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private boolean cutting;
  private long droppedBytes;

  /**
   * Nothing has been read yet.
   *
   * @param core takes the messages, and says whether there is room
   * @param memory is told how much is held
   */
  MessageInput(StreamDecoder decoder, SessionCore core, ConnectionBuffers.Part memory) {
    this.decoder = decoder;
    this.core = core;
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
   * Cuts messages until nothing waits, the session is over, or there is no room.
   *
   * @return false if there is no room; when the session is over, what waits is dropped
   */
  boolean cutMessages() {
    cutting = true;
    while (waiting.isReadable() && !core.isOver() && core.hasRoom()) {
      decoder.decode(waiting, core);
    }
    cutting = false;
    if (waiting.isReadable() && !core.isOver()) {
      return false;
    }
    dropWaiting();
    return true;
  }

  /** The peer sends no more: what it has not ended may be a message all the same. */
  void endOfInput() {
    cutting = true;
    decoder.end(core);
    cutting = false;
  }

  /** The peer is silent: without framing, that ends a message. */
  void silence() {
    cutting = true;
    decoder.silence(core);
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
    dropWaiting();
    memory.set(0);
  }

  /** How many bytes were dropped before anybody looked for messages in them. */
  long droppedBytes() {
    return droppedBytes;
  }

  private void dropWaiting() {
    droppedBytes += waiting.readableBytes();
    waiting.release();
    waiting = Unpooled.EMPTY_BUFFER;
  }
}
