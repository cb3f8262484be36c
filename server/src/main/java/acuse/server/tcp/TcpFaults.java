package acuse.server.tcp;

import acuse.common.protocol.LineEnding;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.Responder;
import acuse.server.tcp.HeldMessage.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The faults on purpose that a session's messages meet between the framing and the core, and what
 * they make of the replies: none, a reset, an end.
 *
 * <pre>
 * framing ─→ count ─→ loss, delay, rate, stall ─→ delayed ─→ due ─→ mute, reset, fin ─→ core
 *                                                            └── waits while there is no room
 *                                                                for replies
 * </pre>
 *
 * <p>Messages keep their order. Those that are due and wait only for the peer to take its replies
 * no longer count against the limit of held messages, or a slow reader would stop everybody.
 *
 * <p>Belongs to the connection's event loop.
 */
final class TcpFaults implements SessionCore {
  private final SessionFaults faults;
  private final ChannelHandlerContext ctx;
  private final Responder responder;
  private final ReplyBackpressure replies;
  private final HeldBack heldBack;
  private final HeldAccount account;
  private final HeldRoom room;
  private final int tooLongBytes;
  private final WakeUp wakeUp;
  private final Runnable roomAgain;
  private final Runnable goOn;
  private final PassageTimes times = new PassageTimes();
  private final Queue<HeldMessage> delayed = new ArrayDeque<>();
  private final Queue<HeldMessage> due = new ArrayDeque<>();
  private long heldBytes;

  /** Whether the next message meets no fault, and nothing is held that it could overtake. */
  private boolean calm;

  private boolean waitsForRoom;
  private boolean releasing;
  private boolean brokenOnPurpose;
  private boolean dropped;

  /**
   * Nothing has come.
   *
   * @param replyFaults the stage for the replies, of the same session
   * @param ctx the session's
   * @param tooLongBytes what a message that was too long costs at a rate; its length is not known
   * @param onTimer runs what it is given, on timers; failures are its own to report
   * @param goOn goes on with the session when there is room
   */
  TcpFaults(
      ReplyFaults replyFaults,
      ChannelHandlerContext ctx,
      Responder responder,
      ReplyBackpressure replies,
      HeldBack heldBack,
      int tooLongBytes,
      Drain.TimerGuard onTimer,
      Runnable goOn) {
    this.faults = replyFaults.faults();
    this.ctx = ctx;
    this.responder = responder;
    this.replies = replies;
    this.heldBack = heldBack;
    this.room = replyFaults.room();
    this.tooLongBytes = tooLongBytes;
    this.account = new HeldAccount(heldBack.newStage(Place.MESSAGES_IN), room.limit());
    this.wakeUp = new WakeUp(ctx.executor(), onTimer.guarded(this::onTimer));
    this.roomAgain = onTimer.guarded(this::roomAgain);
    this.goOn = goOn;
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    receive(Kind.WHOLE, bytes, index, length, ending);
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    receive(Kind.TOO_LONG, Unpooled.EMPTY_BUFFER, 0, 0, ending);
  }

  @Override
  public void messageUnfinished() {
    replies.write();
    responder.messageUnfinished();
    replies.writeReply(faults.nextReply());
  }

  @Override
  public boolean isOver() {
    return brokenOnPurpose || responder.exitSeen();
  }

  @Override
  public SessionEnd endOr(SessionEnd otherwise) {
    return responder.exitSeen()
        ? SessionEnd.EXIT
        : brokenOnPurpose ? SessionEnd.ON_PURPOSE : otherwise;
  }

  @Override
  public boolean hasRoom() {
    return replies.hasRoom() && hasRoomForLast();
  }

  @Override
  public boolean hasRoomForLast() {
    faults.look();
    calm = faults.areNone() && isEmpty() && !heldBack.isAnyAt(Place.REPLIES);
    return calm || hasRoomToHold();
  }

  @Override
  public boolean isReleasing() {
    return releasing;
  }

  @Override
  public void release() {
    if (releasing || isEmpty()) {
      return;
    }
    releasing = true;
    try {
      moveDue();
      while (!due.isEmpty() && (isOver() || hasRoomForReply())) {
        HeldMessage message = due.remove();
        heldBytes -= message.bytes().capacity();
        try {
          answer(message);
        } finally {
          message.bytes().release();
        }
      }
    } finally {
      releasing = false;
    }
    tell();
  }

  @Override
  public void drop() {
    dropped = true;
    wakeUp.cancel();
    delayed.forEach(message -> message.bytes().release());
    delayed.clear();
    due.forEach(message -> message.bytes().release());
    due.clear();
    account.set(0, 0, 0, false);
  }

  private void receive(Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    long number = faults.nextMessage();
    if (calm) {
      answerAtOnce(kind, bytes, index, length, ending);
      return;
    }
    if (faults.areNoneIn() && isEmpty()) {
      answer(number, kind, bytes, index, length, ending);
      return;
    }
    long nowNanos = wakeUp.nowNanos();
    faults.stallFrom(number, nowNanos);
    Passage passage = faults.passageIn(number);
    long passNanos =
        passNanos(
            nowNanos, passage, kind == Kind.TOO_LONG ? tooLongBytes : length + ending.length());
    if (passage.isLostForGood()) {
      hold(new HeldMessage(number, Kind.LOST_FOR_GOOD, Unpooled.EMPTY_BUFFER, ending, passNanos));
    } else if (isEmpty() && passNanos <= nowNanos) {
      answer(number, kind, bytes, index, length, ending);
    } else {
      ByteBuf copy = length == 0 ? Unpooled.EMPTY_BUFFER : ctx.alloc().buffer(length);
      hold(new HeldMessage(number, kind, copy.writeBytes(bytes, index, length), ending, passNanos));
    }
  }

  private long passNanos(long nowNanos, Passage passage, int bytes) {
    return Math.max(
        faults.stallUntilNanos(),
        passage.isLostForGood()
            ? times.next(nowNanos, passage.heldUpNanos(), 0, 0)
            : times.next(nowNanos, passage.heldUpNanos(), bytes, faults.bitsPerSecondIn()));
  }

  private void hold(HeldMessage message) {
    heldBytes += message.bytes().capacity();
    delayed.add(message);
    tell();
  }

  private void answer(HeldMessage held) {
    if (held.kind() == Kind.LOST_FOR_GOOD && !isOver()) {
      brokenOnPurpose = true;
      replies.write();
      ctx.write(ReplyFaults.Break.RESET);
    } else {
      ByteBuf bytes = held.bytes();
      answer(held.number(), held.kind(), bytes, 0, bytes.readableBytes(), held.ending());
    }
  }

  private void answer(
      long number, Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    if (isOver()) {
      return;
    }
    if (faults.areNoneOut() && !heldBack.isAnyAt(Place.REPLIES)) {
      answerAtOnce(kind, bytes, index, length, ending);
      return;
    }
    ReplyFate fate = faults.fate(number);
    replies.write();
    if (fate.isAnswered()) {
      respond(kind, bytes, index, length, ending);
    } else {
      leaveUnanswered(kind, bytes, index, length, ending);
    }
    if (responder.exitSeen()) {
      return; // exit has no reply that anything could happen to
    }
    faults.tell(fate, number);
    if (fate.isAnswered()) {
      replies.writeReply(faults.nextReply());
    }
    if (fate == ReplyFate.RESET) {
      ctx.write(ReplyFaults.Break.RESET);
    }
    brokenOnPurpose = fate.endsSession();
  }

  private void answerAtOnce(Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    respond(kind, bytes, index, length, ending);
    if (!responder.exitSeen()) {
      faults.nextReply();
    }
  }

  private void respond(Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
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

  private boolean hasRoomForReply() {
    return replies.hasRoomForReplies()
        && ((faults.areNoneOut() && !heldBack.isAnyAt(Place.REPLIES)) || hasRoomToHold());
  }

  private boolean hasRoomToHold() {
    if (!waitsForRoom && !room.isAny()) {
      waitsForRoom = true;
      room.await(roomAgain);
      tell();
    }
    return !waitsForRoom;
  }

  private void roomAgain() {
    if (!dropped) {
      waitsForRoom = false;
      tell();
      goOn.run();
    }
  }

  private void onTimer() {
    moveDue();
    tell();
  }

  private void moveDue() {
    long nowNanos = wakeUp.nowNanos();
    while (!delayed.isEmpty() && delayed.peek().passNanos() <= nowNanos) {
      due.add(delayed.remove());
    }
  }

  /** To be called last, for the session may go on with this. */
  private void tell() {
    if (dropped) {
      return;
    }
    long fullUntilNanos = Math.max(times.fullUntilNanos(), faults.stallUntilNanos());
    boolean fullForNow = fullUntilNanos > wakeUp.nowNanos();
    long wakeNanos = delayed.isEmpty() ? Long.MAX_VALUE : delayed.peek().passNanos();
    if (fullForNow) {
      wakeNanos = Math.min(wakeNanos, fullUntilNanos);
    }
    if (wakeNanos < Long.MAX_VALUE) {
      wakeUp.at(wakeNanos);
    }
    account.set(delayed.size() + due.size(), heldBytes, delayed.size(), fullForNow || waitsForRoom);
  }

  private boolean isEmpty() {
    return delayed.isEmpty() && due.isEmpty();
  }
}
