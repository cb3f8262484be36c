package acuse.client.conversation.tcp;

import acuse.client.codec.Lines;
import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.Replies;
import acuse.common.codec.FrameEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Passes on what becomes of each message, and decides when the conversation is over.
 *
 * <pre>
 * receiver thread:  replies, the peer's end ─────┐
 * sender thread:    the input's end, failures ───┼─→ answers, in the order of the messages
 * calling thread:   waits for the end, timeouts ─┘
 * </pre>
 *
 * <p>Thread-safe: its own lock guards all state, is held while an answer is passed on, and is used
 * by no other class. Thus a receiver that deals with replies is not blamed for one that is overdue.
 */
final class AnswerDispatcher {
  /** How the peer's stream ended. */
  enum PeerEnd {
    /** It finished, or broke the connection between two replies. */
    WHOLE,
    /** In the middle of a reply. */
    CUT,
    /** Bytes came, but nothing that could be read as a reply. */
    UNREADABLE
  }

  private final FrameEncoder frame;
  private final Outstanding outstanding;
  private final AnswerSink answers;
  private final Duration timeout;
  private final boolean interactive;

  private boolean allTaken;
  private boolean allSent;
  private boolean senderEnded;

  /** Null as long as the peer may send more. */
  private PeerEnd peerEnd;

  private boolean overdue;
  private boolean over;

  /** Input or output failed, which is no fault of the peer's. */
  private IOException localFailure;

  /**
   * Nothing is sent yet.
   *
   * @param frame how messages are sent
   * @param timeout for each reply
   * @param interactive whether the peer's end is the end even if more could be asked, and a message
   *     that is overdue is not
   */
  AnswerDispatcher(
      FrameEncoder frame,
      Outstanding outstanding,
      AnswerSink answers,
      Duration timeout,
      boolean interactive) {
    this.frame = frame;
    this.outstanding = outstanding;
    this.answers = answers;
    this.timeout = timeout;
    this.interactive = interactive;
  }

  /**
   * Gives each of {@code replies} to the oldest message that waits for one.
   *
   * @param atNanos when they came, by {@link System#nanoTime}
   * @return false if nobody wants more
   */
  synchronized boolean received(Lines replies, long atNanos) {
    if (over || replies.count() == 0) {
      return !over;
    }
    try {
      Lines left = replies;
      while (left.count() > 0) {
        left = left.part(passOnOldest(left, atNanos), left.count());
      }
      answers.flush();
      outstanding.listenAnew();
    } catch (IOException e) {
      localFailure = e;
    }
    endIfOver();
    return !over;
  }

  /** Nothing more comes; and nothing that is sent from now on gets a reply. */
  synchronized void peerEnded(PeerEnd end) {
    peerEnd = end;
    outstanding.peerEnded();
    endIfOver();
  }

  /** A message that no frame can carry has its turn, and no reply. */
  synchronized void unsendable(Batch message) {
    if (over) {
      outstanding.addUnsent(message);
      return;
    }
    try {
      answers.answered(Answer.none(message.message(0), Status.UNSENDABLE, 0));
      answers.flush();
    } catch (IOException e) {
      localFailure = e;
    }
    endIfOver();
  }

  /** The input has ended; the last batch is still to be sent. */
  synchronized void tookLastMessage() {
    allTaken = true;
  }

  /** There are no more messages, and our FIN is on its way. */
  synchronized void sentAll() {
    allSent = true;
    endIfOver();
  }

  /** The input failed. */
  synchronized void inputFailed(IOException failure) {
    localFailure = failure;
    endIfOver();
  }

  /** Nothing more is sent, for whatever reason. */
  synchronized void senderEnded() {
    senderEnded = true;
    endIfOver();
  }

  /**
   * Waits for the end. A script's conversation ends with the first message that is overdue: on a
   * stream that has stopped, the rest would only wait as long. A person is told so, and it goes on.
   *
   * @throws IOException if output failed
   */
  synchronized void awaitEnd() throws IOException, InterruptedException {
    while (!over) {
      Duration left = outstanding.timeLeft(timeout);
      if (left.compareTo(Duration.ZERO) > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left.toNanos());
      } else if (!interactive || !giveUpOldest()) {
        overdue = true;
        over = true;
      }
    }
  }

  /**
   * Tells of all that have no answer, once the conversation is over and nothing more is taken.
   *
   * @param ofBroken the status of those on a connection that broke
   * @return how many were owed an answer
   * @throws IOException if input or output failed, now or before
   */
  synchronized long tellUnanswered(Status ofBroken) throws IOException {
    if (localFailure != null) {
      throw localFailure;
    }
    long owed = 0;
    for (Batch batch : outstanding.unanswered()) {
      for (int i = 0; i < batch.size(); i++) {
        Message message = batch.message(i);
        if (batch.isExit()) {
          answers.exited(message);
        } else if (!frame.canCarry(message.bytes().length)) {
          answers.answered(Answer.none(message, Status.UNSENDABLE, 0));
        } else {
          answers.answered(Answer.none(message, overdue ? Status.TIMEOUT : ofBroken, 1));
          owed++;
        }
      }
    }
    answers.flush();
    return owed;
  }

  /** Whether a message that was overdue ended the conversation. */
  synchronized boolean isOverdue() {
    return overdue;
  }

  /** Whether the input was taken up to its end. */
  synchronized boolean isAllTaken() {
    return allTaken;
  }

  /** Null if the peer may send more. */
  synchronized PeerEnd peerEnd() {
    return peerEnd;
  }

  private void endIfOver() {
    boolean done =
        peerEnd == null
            ? allSent && outstanding.isEmpty()
            : interactive || allTaken || senderEnded || outstanding.anyOwed();
    if (done || localFailure != null) {
      over = true;
      notifyAll();
    }
  }

  /** Returns how many of {@code replies} were passed on: those of messages sent together. */
  private int passOnOldest(Lines replies, long atNanos) throws IOException {
    Replies answered = outstanding.answerOldest(replies, atNanos);
    if (answered == null) {
      answers.unasked(replies.get(0));
      return 1;
    }
    if (answered.messages().isExit()) {
      answers.exited(answered.messages().message(0));
    } else {
      answers.answered(answered);
    }
    return answered.count();
  }

  /** Returns false if that was the exit word, which ends the conversation without a farewell. */
  private boolean giveUpOldest() throws IOException {
    Message oldest = outstanding.giveUpOldest();
    if (oldest.isExit()) {
      answers.exited(oldest);
      return false;
    }
    answers.answered(Answer.none(oldest, Status.TIMEOUT, 1));
    answers.flush();
    return true;
  }
}
