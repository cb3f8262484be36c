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
 * stream is read a chunk at a time, and only when its lines are asked for.
 */
public final class StreamMessages implements MessageSource {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream in;
  private final StreamDecoder decoder = StreamDecoder.of(Framing.LINE, MAX_MESSAGE_BYTES);
  private final ExitCommandHandler exitCommand;
  private final byte[] chunk = new byte[CHUNK_BYTES];

  /** The lines of the last chunk that are still to be asked for. */
  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();

  private long bytesWithoutEnd;
  private long linesTaken;
  private long seq;
  private boolean streamEnded;
  private boolean lineTooLong;

  /**
   * Reads {@code in} up to its end, or to the line that is {@code exitWord}.
   *
   * @param in not closed here
   */
  public StreamMessages(InputStream in, ExitWord exitWord) {
    this.in = in;
    this.exitCommand = new ExitCommandHandler(exitWord, new Lines());
  }

  /** The next line, which is then no message; null at the end. */
  public byte[] takeLine() throws IOException {
    while (lines.isEmpty() && !ended()) {
      readChunk();
    }
    if (lines.isEmpty() && lineTooLong) {
      throw new LineTooLongException(linesTaken + 1, MAX_MESSAGE_BYTES);
    }
    linesTaken++;
    return lines.poll();
  }

  @Override
  public Message next() throws IOException {
    byte[] line = takeLine();
    if (line != null) {
      return new Message(++seq, line, false);
    }
    return exitCommand.exitSeen() ? Message.exit(++seq) : null;
  }

  @Override
  public boolean isReady() {
    return !lines.isEmpty();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  private boolean ended() {
    return streamEnded || lineTooLong || exitCommand.exitSeen();
  }

  private void readChunk() throws IOException {
    int length = in.read(chunk);
    if (length < 0) {
      streamEnded = true;
      decoder.end(exitCommand);
      return;
    }
    ByteBuf bytes = Unpooled.wrappedBuffer(chunk, 0, length);
    bytesWithoutEnd += length;
    while (bytes.isReadable() && !ended()) {
      if (decoder.decode(bytes, exitCommand)) {
        bytesWithoutEnd = bytes.readableBytes();
      }
    }
    // The decoder would wait for the end of a line that is too long, to say what ending it has.
    lineTooLong |= bytesWithoutEnd > MAX_MESSAGE_BYTES + 1L;
  }

  private final class Lines implements MessageSink {
    @Override
    public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
      lines.add(ByteBufUtil.getBytes(bytes, index, length, true));
    }

    @Override
    public void messageTooLong(LineEnding ending) {
      lineTooLong = true;
    }
  }
}
