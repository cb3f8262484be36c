package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.reply.Acknowledgement;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Recognizes datagrams from a server that answers our answers, as we would answer its: neither
 * would ever end (CVE-2024-2169). What we say stands in them twice, once for each round; or, if our
 * reply is always the same, they are that reply.
 *
 * <p>A server that sends back what it gets, and adds nothing, leaves nothing to recognize when we
 * do the same: there only the limit on answers a second helps.
 */
final class LoopDetector {
  private final ReplyTemplate.Compiled template;

  /** Empty where a reply is all message. */
  private final byte[] acknowledgementMark;

  private final byte[] rejectionMark;

  LoopDetector(ReplyTemplate.Compiled template) {
    this.template = template;
    this.acknowledgementMark = template.prefix().length > 0 ? template.prefix() : template.suffix();
    this.rejectionMark =
        Acknowledgement.rejectionStart(Protocol.UDP).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the {@code length} bytes at {@code index}, a datagram without its ending, go round. */
  boolean isLoop(ByteBuf bytes, int index, int length) {
    if (!template.withMessage() && length == acknowledgementMark.length) {
      return stands(acknowledgementMark, bytes, index);
    }
    return count(acknowledgementMark, bytes, index, length)
            + count(rejectionMark, bytes, index, length)
        > 1;
  }

  /** How often {@code mark} stands there; no more than twice is counted. */
  private static int count(byte[] mark, ByteBuf bytes, int index, int length) {
    int times = 0;
    int at = index;
    int last = index + length - mark.length;
    while (mark.length > 0 && times < 2 && at >= 0 && at <= last) {
      at = bytes.indexOf(at, last + 1, mark[0]);
      if (at >= 0) {
        boolean found = stands(mark, bytes, at);
        times += found ? 1 : 0;
        at += found ? mark.length : 1;
      }
    }
    return times;
  }

  private static boolean stands(byte[] mark, ByteBuf bytes, int at) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.getByte(at + i) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
