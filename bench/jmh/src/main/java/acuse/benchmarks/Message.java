package acuse.benchmarks;

import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.reply.Acknowledgement;
import acuse.server.reply.ReplyText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One line in a receive buffer, and the buffer that takes its reply. */
@State(Scope.Thread)
public class Message {
  /** With its LF. */
  @Param({"64", "4096"})
  int messageBytes;

  private Acknowledgement acknowledgement;
  private ReplyText text;
  private ByteBuf received;
  private ByteBuf replies;

  @Setup
  public void prepare() {
    acknowledgement = Acknowledgement.of(ServerConfig.builder().build(), Protocol.TCP);
    text = acknowledgement.newText();
    received = ByteBufAllocator.DEFAULT.ioBuffer(messageBytes);
    writeLine(messageBytes, received);
    replies = ByteBufAllocator.DEFAULT.ioBuffer(2 * messageBytes);
  }

  @TearDown
  public void release() {
    received.release();
    replies.release();
  }

  ByteBuf acknowledge() {
    replies.clear();
    acknowledgement.acknowledge(text, received, 0, messageBytes - 1, LineEnding.LF, replies);
    return replies;
  }

  /** Appends a line of so many bytes, its LF among them. */
  static void writeLine(int lineBytes, ByteBuf out) {
    for (int written = 1; written < lineBytes; written++) {
      out.writeByte('x');
    }
    out.writeByte('\n');
  }
}
