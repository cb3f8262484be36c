package acuse.common.codec;

import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/**
 * Cuts messages at LF. A CR just before it belongs to the ending; any other CR to the message.
 *
 * <pre>
 * read:  "uno\r\ndo"  |  "s\n"  |  "tr"  FIN
 * out:   "uno" CRLF      "dos" LF        "tr" NONE
 * </pre>
 */
final class LineDecoder implements StreamDecoder {
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final int maxMessageBytes;
  private final Unfinished unfinished = new Unfinished();

  /** The message is too long: its bytes are no longer kept, only whether it may end in CRLF. */
  private boolean tooLong;

  private boolean droppedEndsInCr;

  LineDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public boolean decode(ByteBuf in, MessageSink out) {
    int start = in.readerIndex();
    int lf = LineFeed.indexOf(in, start, in.writerIndex());
    if (lf < 0) {
      keep(in, in.readableBytes());
      return false;
    }
    int lineBytes = lf + 1 - start;
    if (unfinished.isEmpty() && !tooLong) {
      in.readerIndex(lf + 1);
      emit(in, start, lineBytes, out);
    } else {
      keep(in, lineBytes - 1);
      in.skipBytes(1);
      emitUnfinished(true, out);
    }
    return true;
  }

  @Override
  public void end(MessageSink out) {
    if (isInMessage()) {
      emitUnfinished(false, out);
    }
  }

  @Override
  public boolean isInMessage() {
    return tooLong || !unfinished.isEmpty();
  }

  @Override
  public int unfinishedBytes() {
    return unfinished.length();
  }

  @Override
  public int heldBytes() {
    return unfinished.capacity();
  }

  @Override
  public void release() {
    unfinished.clear();
  }

  /** Keeps one byte more than a message may have, for that could be the CR of its ending. */
  private void keep(ByteBuf in, int length) {
    if (length == 0) {
      return;
    }
    if (tooLong || unfinished.length() + (long) length > maxMessageBytes + 1L) {
      tooLong = true;
      unfinished.clear();
      droppedEndsInCr = in.getByte(in.readerIndex() + length - 1) == CR;
      in.skipBytes(length);
    } else {
      unfinished.take(in, length);
    }
  }

  private void emitUnfinished(boolean endedByLf, MessageSink out) {
    if (tooLong) {
      tooLong = false;
      out.messageTooLong(
          endedByLf ? droppedEndsInCr ? LineEnding.CRLF : LineEnding.LF : LineEnding.NONE);
      return;
    }
    ByteBuf kept = unfinished.bytes();
    try {
      if (endedByLf) {
        kept.writeByte(LF);
      }
      emit(kept, kept.readerIndex(), kept.readableBytes(), out);
    } finally {
      unfinished.clear();
    }
  }

  /** The line at {@code start}, its ending included if it has one. */
  private void emit(ByteBuf bytes, int start, int lineBytes, MessageSink out) {
    LineEnding ending = LineEnding.of(bytes, start, lineBytes);
    int messageBytes = lineBytes - ending.length();
    if (messageBytes > maxMessageBytes) {
      out.messageTooLong(ending);
    } else {
      out.message(bytes, start, messageBytes, ending);
    }
  }
}
