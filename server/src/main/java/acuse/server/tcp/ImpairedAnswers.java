package acuse.server.tcp;

import acuse.common.protocol.LineEnding;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.Responder;
import acuse.server.tcp.HeldMessage.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Answers a session's messages, each as the faults on purpose want it: not at all, by a reset, or
 * for the last time. Replies that a fault may act on are written one by one.
 *
 * <p>Belongs to the connection's event loop.
 */
final class ImpairedAnswers {
  private final SessionFaults faults;
  private final ChannelHandlerContext ctx;
  private final Responder responder;
  private final ReplyBackpressure replies;
  private final HeldBack heldBack;
  private boolean endedOnPurpose;

  /**
   * Nothing is answered yet.
   *
   * @param ctx the session's
   */
  ImpairedAnswers(
      SessionFaults faults,
      ChannelHandlerContext ctx,
      Responder responder,
      ReplyBackpressure replies,
      HeldBack heldBack) {
    this.faults = faults;
    this.ctx = ctx;
    this.responder = responder;
    this.replies = replies;
    this.heldBack = heldBack;
  }

  /** Whether nothing more is answered. */
  boolean isOver() {
    return endedOnPurpose || responder.exitSeen();
  }

  /** Why nothing more is answered; {@code otherwise} if more is. */
  SessionEnd endOr(SessionEnd otherwise) {
    return responder.exitSeen()
        ? SessionEnd.EXIT
        : endedOnPurpose ? SessionEnd.ON_PURPOSE : otherwise;
  }

  /** Whether no fault acts on replies, and none is held that another could overtake. */
  boolean arePrompt() {
    return faults.out().areNone() && !heldBack.isAnyAt(Place.REPLIES);
  }

  /** Answers a message that was held back, and releases it. */
  void answer(HeldMessage held) {
    ByteBuf bytes = held.bytes();
    try {
      if (held.kind() == Kind.LOST_FOR_GOOD) {
        reset();
      } else {
        answer(held.number(), held.kind(), bytes, 0, bytes.readableBytes(), held.ending());
      }
    } finally {
      bytes.release();
    }
  }

  /** Answers the {@code length} bytes of {@code bytes} from {@code index} on. */
  void answer(long number, Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    if (isOver()) {
      return;
    }
    if (arePrompt()) {
      answerAtOnce(number, kind, bytes, index, length, ending);
      return;
    }
    ReplyFate fate = faults.fate(number);
    replies.write();
    if (fate.isAnswered()) {
      respond(number, kind, bytes, index, length, ending);
    } else {
      leaveUnanswered(kind, bytes, index, length, ending);
    }
    if (responder.exitSeen()) {
      return; // exit has no reply that anything could happen to
    }
    faults.tell(fate, number);
    if (fate.isAnswered()) {
      replies.writeReply(faults.out().next());
    }
    if (fate == ReplyFate.RESET) {
      reset();
    }
    endedOnPurpose |= fate.endsSession();
  }

  /** The same, when replies {@link #arePrompt}. */
  void answerAtOnce(
      long number, Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    respond(number, kind, bytes, index, length, ending);
    if (!responder.exitSeen()) {
      faults.out().next();
    }
  }

  /** The end of a message did not come in time. It has no number, but its rejection has. */
  void rejectUnfinished() {
    replies.write();
    responder.messageUnfinished();
    replies.writeReply(faults.out().next());
  }

  private void reset() {
    if (!isOver()) {
      endedOnPurpose = true;
      replies.write();
      ctx.write(FaultStage.Break.RESET);
    }
  }

  private void respond(
      long number, Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    responder.facts().number(number);
    if (kind == Kind.TOO_LONG) {
      responder.messageTooLong(ending);
    } else {
      responder.message(bytes, index, length, ending);
    }
  }

  private void leaveUnanswered(Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    if (kind == Kind.TOO_LONG) {
      responder.tooLongUnanswered(ending);
    } else {
      responder.messageUnanswered(bytes, index, length);
    }
  }
}
