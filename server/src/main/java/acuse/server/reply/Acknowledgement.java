package acuse.server.reply;

import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.Rejection;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.config.ServerConfig;
import io.netty.buffer.ByteBuf;

/**
 * The reply of the server over one protocol, in bytes. Shared by all sessions; what differs between
 * their replies stands in a {@link ReplyText}.
 *
 * <pre>
 * message:  "hola" CRLF
 * reply:    prefix "hola" suffix CRLF        after 4 bytes of length where framing is by length
 * </pre>
 */
public final class Acknowledgement {
  private final Protocol protocol;
  private final ReplyTemplate.Compiled template;

  /** Null if each responder needs its own. */
  private final ReplyText fixedText;

  private final int maxMessageBytes;
  private final FrameEncoder frame;

  private Acknowledgement(
      Protocol protocol, ReplyTemplate.Compiled template, int maxMessageBytes, FrameEncoder frame) {
    this.protocol = protocol;
    this.template = template;
    this.fixedText = template.isFixed() ? new ReplyText(template) : null;
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

  /** What stands around the messages that one responder answers. */
  public ReplyText newText() {
    return fixedText == null ? new ReplyText(template) : fixedText;
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
  public int replyBytes(ReplyText text, int messageBytes, LineEnding ending) {
    return frame.frameBytes(textBytes(text, messageBytes), ending);
  }

  /**
   * Appends the reply to the {@code length} bytes of {@code bytes} from {@code index} on.
   *
   * @param text filled in for this message
   */
  public void acknowledge(
      ReplyText text, ByteBuf bytes, int index, int length, LineEnding ending, ByteBuf out) {
    int textBytes = textBytes(text, length);
    out.ensureWritable(frame.frameBytes(textBytes, ending));
    frame.writeHeader(textBytes, ending, out);
    out.writeBytes(text.prefix().bytes(), 0, text.prefix().length());
    if (template.withMessage()) {
      out.writeBytes(bytes, index, length);
    }
    out.writeBytes(text.suffix().bytes(), 0, text.suffix().length());
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

  private int textBytes(ReplyText text, int messageBytes) {
    return text.prefix().length()
        + (template.withMessage() ? messageBytes : 0)
        + text.suffix().length();
  }

  private void reject(byte[] rejection, LineEnding ending, ByteBuf out) {
    frame.writeHeader(rejection.length, ending, out);
    out.writeBytes(rejection);
    ending.writeTo(out);
  }
}
