package acuse.client.input;

import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.common.codec.ExitCommandHandler;
import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;

/**
 * The lines of a stream: what stands before each LF or CRLF, and what is left at the end. The
 * stream is read a chunk at a time, and only when its messages are asked for.
 */
public final class StreamMessages implements MessageSource {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream in;
  private final StreamDecoder lines = StreamDecoder.of(Framing.LINE, MAX_MESSAGE_BYTES);
  private final ExitCommandHandler exitCommand;
  private final byte[] chunk = new byte[CHUNK_BYTES];

  /** The messages of the last chunk that are still to be asked for. */
  private final ArrayDeque<Message> ready = new ArrayDeque<>();

  private long linesSeen;
  private boolean lineTooLong;
  private boolean ended;

  /**
   * Reads {@code in} up to its end, or to the line that is {@code exitWord}.
   *
   * @param in not closed here
   */
  public StreamMessages(InputStream in, ExitWord exitWord) {
    this.in = in;
    this.exitCommand = new ExitCommandHandler(exitWord, new Lines());
  }

  @Override
  public Message next() throws IOException {
    while (ready.isEmpty() && !ended) {
      readChunk();
    }
    if (ready.isEmpty() && lineTooLong) {
      throw new LineTooLongException(linesSeen, MAX_MESSAGE_BYTES);
    }
    return ready.poll();
  }

  @Override
  public boolean isReady() {
    return !ready.isEmpty();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  private void readChunk() throws IOException {
    int length = in.read(chunk);
    if (length < 0) {
      ended = true;
      lines.end(exitCommand);
    } else {
      ByteBuf bytes = Unpooled.wrappedBuffer(chunk, 0, length);
      while (bytes.isReadable() && !exitCommand.exitSeen() && !lineTooLong) {
        lines.decode(bytes, exitCommand);
      }
    }
    if (exitCommand.exitSeen()) {
      ready.add(Message.exit(++linesSeen));
    }
    ended = ended || exitCommand.exitSeen() || lineTooLong;
  }

  private final class Lines implements MessageSink {
    @Override
    public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
      ready.add(new Message(++linesSeen, ByteBufUtil.getBytes(bytes, index, length, true), false));
    }

    @Override
    public void messageTooLong(LineEnding ending) {
      linesSeen++;
      lineTooLong = true;
    }
  }
}
