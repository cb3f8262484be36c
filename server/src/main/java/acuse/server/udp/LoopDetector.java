package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.Rejection;
import acuse.common.protocol.ReplyTemplate;
import io.netty.buffer.ByteBuf;

/**
 * Recognizes datagrams from a server that answers our answers, as we would answer its own: neither
 * would ever stop (CVE-2024-2169). Such a datagram contains our words twice, once for each round;
 * or, if our reply is always the same, it is that reply. A rejection does not contain the message,
 * so rounds add nothing to it: a datagram that contains one rejection of ours is not rejected.
 *
 * <p>A server that sends back what it gets, and adds nothing, leaves nothing to recognize when we
 * do the same: there only the limit on answers per second helps.
 */
final class LoopDetector {
  /**
   * How far from both ends of a datagram is looked, beside what four replies add: what rounds add,
   * they add there. So nobody can keep the event loop busy with datagrams that nearly match.
   */
  private static final int LOOKED_AT_BYTES = 1024;

  private final boolean withMessage;

  /**
   * The reply to every message; null if there is none, or if it is a number that peers may send.
   */
  private final ReplyPattern onlyReply;

  private final ReplyMark acknowledgement;
  private final byte[] acknowledgementMark;

  private final byte[] rejectionMark;
  private final int lookedAtBytes;
  private final int shortestLoopBytes;

  LoopDetector(ReplyTemplate.Compiled template) {
    this.withMessage = template.withMessage();
    this.onlyReply =
        !withMessage && (template.isFixed() || ReplyMark.isTelling(template.prefix()))
            ? new ReplyPattern(template.prefix())
            : null;
    this.acknowledgement = ReplyMark.of(template);
    this.acknowledgementMark = acknowledgement.text();
    this.rejectionMark = Rejection.start(Protocol.UDP);
    this.lookedAtBytes = LOOKED_AT_BYTES + 4 * template.overhead();
    this.shortestLoopBytes = shortestLoopBytes();
  }

  private int shortestLoopBytes() {
    if (acknowledgement.pattern() != null) {
      return 0;
    }
    boolean anyMark = acknowledgementMark.length > 0;
    return 2
        * Math.min(
            anyMark ? acknowledgementMark.length : Integer.MAX_VALUE / 2, rejectionMark.length);
  }

  /**
   * Whether the {@code length} bytes at {@code index}, a datagram without its ending, go round.
   *
   * @param tooLong whether the answer would be a rejection
   */
  boolean isLoop(ByteBuf bytes, int index, int length, boolean tooLong) {
    if (!withMessage && !tooLong) {
      return onlyReply != null && onlyReply.isAllOf(bytes, index, length);
    }
    if (length < (tooLong ? rejectionMark.length : shortestLoopBytes)) {
      return false;
    }
    int rejectionCountsAs = tooLong ? 2 : 1;
    if (length <= 2 * lookedAtBytes) {
      return countBoth(bytes, index, length, rejectionCountsAs) > 1;
    }
    int lastPart = index + length - lookedAtBytes;
    return countBoth(bytes, index, lookedAtBytes, rejectionCountsAs)
            + countBoth(bytes, lastPart, lookedAtBytes, rejectionCountsAs)
        > 1;
  }

  private int countBoth(ByteBuf bytes, int index, int length, int rejectionCountsAs) {
    if (acknowledgement.pattern() != null) {
      return countPattern(bytes, index, length)
          + rejectionCountsAs * count(rejectionMark, bytes, index, length);
    }
    // The start that both have in common by default is searched for once.
    if (bytes.indexOf(index, index + length, rejectionMark[0]) < 0
        && (acknowledgementMark.length == 0 || acknowledgementMark[0] == rejectionMark[0])) {
      return 0;
    }
    int acknowledgements =
        acknowledgementMark.length < ReplyMark.TELLING_BYTES
            ? countInARow(acknowledgementMark, bytes, index, length)
            : count(acknowledgementMark, bytes, index, length);
    return acknowledgements + rejectionCountsAs * count(rejectionMark, bytes, index, length);
  }

  /** Of how many rounds it tells. */
  private int countPattern(ByteBuf bytes, int index, int length) {
    ReplyPattern pattern = acknowledgement.pattern();
    if (acknowledgement.patternTells()) {
      return pattern.timesAnywhere(bytes, index, length);
    }
    int most = ReplyMark.TIMES_OF_NUMBERS;
    int times =
        acknowledgement.inFront()
            ? pattern.timesAtStart(bytes, index, length, most)
            : pattern.timesAtEnd(bytes, index, length, most);
    return 2 * times / most;
  }

  /** How often {@code mark} stands there; no more than twice is counted. */
  private static int count(byte[] mark, ByteBuf bytes, int index, int length) {
    int times = 0;
    int at = index;
    int last = index + length - mark.length;
    while (times < 2 && at >= 0 && at <= last) {
      at = bytes.indexOf(at, last + 1, mark[0]);
      if (at >= 0) {
        boolean found = stands(mark, bytes, at);
        times += found ? 1 : 0;
        at += found ? mark.length : 1;
      }
    }
    return times;
  }

  private int countInARow(byte[] mark, ByteBuf bytes, int index, int length) {
    int times = 0;
    int used = mark.length;
    while (mark.length > 0
        && times < 2
        && used <= length
        && stands(
            mark,
            bytes,
            acknowledgement.inFront() ? index + used - mark.length : index + length - used)) {
      times++;
      used += mark.length;
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
