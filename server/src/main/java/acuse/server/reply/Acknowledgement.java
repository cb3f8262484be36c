package acuse.server.reply;

import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.Rejection;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.config.ServerConfig;
import io.netty.buffer.ByteBuf;

/**
 * The reply of the server over one protocol, in bytes. Immutable; shared by all sessions.
 *
 * <pre>
 * message:  "hola" CRLF
 * reply:    prefix "hola" suffix CRLF        after 4 bytes of length where framing is by length
 * </pre>
 */
public final class Acknowledgement {
  private final Protocol protocol;
  private final ReplyTemplate.Compiled template;
  private final int maxMessageBytes;
  private final FrameEncoder frame;

  private Acknowledgement(
      Protocol protocol, ReplyTemplate.Compiled template, int maxMessageBytes, FrameEncoder frame) {
    this.protocol = protocol;
    this.template = template;
    this.maxMessageBytes = maxMessageBytes;
    this.frame = frame;
  }

  /** The answers of a server with {@code config}. */
  public static Acknowledgement of(ServerConfig config, Protocol protocol) {
    return new Acknowledgement(
        protocol,
        config.reply().compile(protocol),
        config.maxMessageBytes(),
        protocol == Protocol.TCP ? FrameEncoder.of(config.framing()) : FrameEncoder.DATAGRAM);
  }

  /**
   * The longest message with this ending that is acknowledged; its ending does not count. A
   * datagram's reply must fit into one datagram.
   */
  public int maxMessageBytes(LineEnding ending) {
    return protocol == Protocol.UDP && template.withMessage()
        ? Math.min(
            maxMessageBytes, Protocol.MAX_DATAGRAM_BYTES - template.overhead() - ending.length())
        : maxMessageBytes;
  }

  /** How many bytes {@link #acknowledge} appends. */
  public int replyBytes(int messageBytes, LineEnding ending) {
    return frame.frameBytes(textBytes(messageBytes), ending);
  }

  /** Appends the reply to the {@code length} bytes of {@code bytes} from {@code index} on. */
  public void acknowledge(ByteBuf bytes, int index, int length, LineEnding ending, ByteBuf out) {
    int textBytes = textBytes(length);
    out.ensureWritable(frame.frameBytes(textBytes, ending));
    frame.writeHeader(textBytes, ending, out);
    out.writeBytes(template.prefix());
    if (template.withMessage()) {
      out.writeBytes(bytes, index, length);
    }
    out.writeBytes(template.suffix());
    ending.writeTo(out);
  }

  /** Appends the reply to a message that was too long. */
  public void reject(LineEnding ending, ByteBuf out) {
    reject(Rejection.tooLong(protocol, maxMessageBytes(ending)), ending, out);
  }

  /** Appends the reply to a message whose end did not come in time. */
  public void rejectUnfinished(ByteBuf out) {
    reject(Rejection.unfinished(protocol), endingOfUnfinished(), out);
  }

  /** A message without an end has no ending that its rejection could take over. */
  LineEnding endingOfUnfinished() {
    return frame.ending();
  }

  /** How many bytes of a reply come before its text. */
  int headerBytes() {
    return frame.headerBytes();
  }

  private int textBytes(int messageBytes) {
    return template.overhead() + (template.withMessage() ? messageBytes : 0);
  }

  private void reject(byte[] rejection, LineEnding ending, ByteBuf out) {
    frame.writeHeader(rejection.length, ending, out);
    out.writeBytes(rejection);
    ending.writeTo(out);
  }
}
