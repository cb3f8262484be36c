package acuse.benchmarks;

import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import acuse.server.config.ServerConfigBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The bytes of one read: as many lines as {@code bench/run} keeps in flight, 32 of 64 bytes or 8 of
 * 4 KiB. Framed by length, each follows its own; unframed, they are one message. {@code AUTO} has
 * decided.
 *
 * <p>As in a session, all reads have one buffer and one decoder.
 */
@State(Scope.Thread)
public class Read implements MessageSink {
  private static final int MAX_MESSAGES = 32;
  private static final int MAX_READ_BYTES = 32 * 1024;

  @Param Framing framing;

  /** With its LF. */
  @Param({"64", "4096"})
  int messageBytes;

  private ByteBuf received;
  private StreamDecoder decoder;

  private int messages;
  private long checksum;

  /** Decodes one read ahead of those that count, so that {@code AUTO} decides, and checks it. */
  @Setup
  public void prepare() {
    int lines = Math.min(MAX_MESSAGES, MAX_READ_BYTES / messageBytes);
    received = ByteBufAllocator.DEFAULT.ioBuffer(lines * (Integer.BYTES + messageBytes));
    for (int line = 0; line < lines; line++) {
      if (framing == Framing.LENGTH) {
        received.writeInt(messageBytes);
      }
      Message.writeLine(messageBytes, received);
    }
    decoder = StreamDecoder.of(framing, ServerConfigBuilder.DEFAULT_MAX_MESSAGE_BYTES);
    decode();
    if (messages != (framing == Framing.RAW ? 1 : lines)) {
      throw new IllegalStateException("framing=" + framing + " messages=" + messages);
    }
  }

  @TearDown
  public void release() {
    decoder.release();
    received.release();
  }

  long decode() {
    received.readerIndex(0);
    while (received.isReadable()) {
      decoder.decode(received, this);
    }
    return checksum;
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    messages++;
    checksum += index ^ length ^ ending.length();
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    throw new AssertionError(ending);
  }
}
