package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Writes at once whatever comes: there can be no faults. Belongs to one event loop. */
final class PromptWriter implements RelayWriter {
  private final MessageBoundaries boundaries;
  private final Runnable countMessage;

  /**
   * Nothing has come.
   *
   * @param countMessage is run for each message that has come whole
   */
  PromptWriter(MessageBoundaries boundaries, Runnable countMessage) {
    this.boundaries = boundaries;
    this.countMessage = countMessage;
  }

  @Override
  public boolean write(ChannelHandlerContext sink, ByteBuf bytes) {
    int end = bytes.writerIndex();
    int index = bytes.readerIndex();
    while (index < end) {
      index = boundaries.next(bytes, index, end);
      if (boundaries.ends()) {
        countMessage.run();
      }
    }
    sink.write(bytes, sink.voidPromise());
    return true;
  }

  @Override
  public void endOfStream() {
    if (!boundaries.ends()) {
      countMessage.run();
    }
  }
}
