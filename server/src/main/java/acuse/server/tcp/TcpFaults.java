package acuse.server.tcp;

import acuse.common.protocol.LineEnding;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import acuse.server.observe.SessionEnd;
import acuse.server.tcp.HeldMessage.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;

/**
 * The faults on purpose that a session's messages meet between the framing and the core.
 *
 * <pre>
 * framing ─→ count ─→ loss, delay, rate, stall ─→ {@link MessageQueue} ─→ {@link ImpairedAnswers}
 * </pre>
 *
 * <p>Messages keep their order. Those that are due and wait only for the peer to take its replies
 * no longer count against the limit of held messages, or a slow reader would stop everybody.
 *
 * <p>Belongs to the connection's event loop.
 */
final class TcpFaults implements SessionCore {
  private final SessionFaults faults;
  private final ImpairedAnswers answers;
  private final ReplyBackpressure replies;
  private final ByteBufAllocator allocator;
  private final int tooLongBytes;
  private final HeldAccount account;
  private final HeldRoom room;
  private final WakeUp wakeUp;
  private final Runnable roomAgain;
  private final Runnable goOn;
  private final PassageTimes times = new PassageTimes();
  private final MessageQueue queue = new MessageQueue();

  /** Whether the next message meets no fault, and nothing is held that it could overtake. */
  private boolean calm;

  private boolean waitsForRoom;
  private boolean releasing;
  private long taken;
  private boolean dropped;

  /**
   * Nothing has come.
   *
   * @param tooLongBytes what a message that was too long costs at a rate; its length is not known
   * @param onTimer runs what it is given, on timers; failures are its own to report
   * @param goOn goes on with the session when there is room
   */
  TcpFaults(
      SessionFaults faults,
      ImpairedAnswers answers,
      ReplyBackpressure replies,
      ByteBufAllocator allocator,
      int tooLongBytes,
      HeldBack heldBack,
      HeldRoom room,
      EventExecutor eventLoop,
      Drain.TimerGuard onTimer,
      Runnable goOn) {
    this.faults = faults;
    this.answers = answers;
    this.replies = replies;
    this.allocator = allocator;
    this.tooLongBytes = tooLongBytes;
    this.account = new HeldAccount(heldBack.newStage(Place.MESSAGES_IN), room.limit());
    this.room = room;
    this.wakeUp = new WakeUp(eventLoop, onTimer.guarded(this::onTimer));
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
    answers.rejectUnfinished();
  }

  @Override
  public boolean isOver() {
    return answers.isOver();
  }

  @Override
  public SessionEnd endOr(SessionEnd otherwise) {
    return answers.endOr(otherwise);
  }

  @Override
  public boolean hasRoom() {
    return replies.hasRoom() && hasRoomForLast();
  }

  @Override
  public boolean hasRoomForLast() {
    if (faults.look() || !calm) { // without faults nothing comes to be held
      calm = faults.in().areNone() && queue.isEmpty() && answers.arePrompt();
    }
    return calm || hasRoomToHold();
  }

  @Override
  public boolean isReleasing() {
    return releasing;
  }

  @Override
  public void release() {
    if (releasing || queue.isEmpty()) {
      return;
    }
    releasing = true;
    try {
      queue.moveDue(wakeUp.nowNanos());
      while (queue.isAnyDue() && (isOver() || hasRoomForReply())) {
        answers.answer(queue.removeDue());
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
    queue.release();
    account.set(0, 0, 0, false);
  }

  /** How many messages have come, those that are held back among them. */
  long messagesTaken() {
    return taken;
  }

  private void receive(Kind kind, ByteBuf bytes, int index, int length, LineEnding ending) {
    long number = faults.in().next();
    taken = number;
    if (calm) {
      answers.answerAtOnce(number, kind, bytes, index, length, ending);
      return;
    }
    if (faults.in().areNone() && queue.isEmpty()) {
      answers.answer(number, kind, bytes, index, length, ending);
      return;
    }
    long nowNanos = wakeUp.nowNanos();
    faults.stallFrom(number, nowNanos);
    Passage passage = faults.in().passage(number);
    int rateBytes = kind == Kind.TOO_LONG ? tooLongBytes : length + ending.length();
    long passNanos = passNanos(nowNanos, passage, rateBytes);
    if (!passage.isLostForGood() && times.isPaced()) {
      faults.in().paced(number);
    }
    if (passage.isLostForGood()) {
      hold(number, Kind.LOST_FOR_GOOD, Unpooled.EMPTY_BUFFER, ending, passNanos);
    } else if (queue.isEmpty() && passNanos <= nowNanos) {
      answers.answer(number, kind, bytes, index, length, ending);
    } else {
      ByteBuf copy = length == 0 ? Unpooled.EMPTY_BUFFER : allocator.buffer(length);
      hold(number, kind, copy.writeBytes(bytes, index, length), ending, passNanos);
    }
  }

  private long passNanos(long nowNanos, Passage passage, int bytes) {
    return Math.max(
        faults.stallUntilNanos(),
        passage.isLostForGood()
            ? times.next(nowNanos, passage.heldUpNanos(), 0, 0)
            : times.next(nowNanos, passage.heldUpNanos(), bytes, faults.in().bitsPerSecond()));
  }

  private void hold(long number, Kind kind, ByteBuf bytes, LineEnding ending, long passNanos) {
    queue.add(new HeldMessage(number, kind, bytes, ending, passNanos));
    tell();
  }

  private boolean hasRoomForReply() {
    return replies.hasRoomForReplies() && (answers.arePrompt() || hasRoomToHold());
  }

  private boolean hasRoomToHold() {
    if (!waitsForRoom && !room.isAny()) {
      waitsForRoom = true;
      faults.overflowed();
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
    queue.moveDue(wakeUp.nowNanos());
    tell();
  }

  /** To be called last, for the session may go on with this. */
  private void tell() {
    if (dropped) {
      return;
    }
    long fullUntilNanos = Math.max(times.fullUntilNanos(), faults.stallUntilNanos());
    boolean fullForNow = fullUntilNanos > wakeUp.nowNanos();
    long wakeNanos = queue.nextNanos();
    if (fullForNow) {
      wakeNanos = Math.min(wakeNanos, fullUntilNanos);
    }
    if (wakeNanos < Long.MAX_VALUE) {
      wakeUp.at(wakeNanos);
    }
    account.set(queue.size(), queue.heldBytes(), queue.delayed(), fullForNow || waitsForRoom);
  }
}
