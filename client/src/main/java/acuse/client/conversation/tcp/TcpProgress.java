package acuse.client.conversation.tcp;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How far a TCP conversation is, and whether it is over. Thread-safe: sender and receiver report to
 * it, and the thread that runs the conversation waits.
 */
final class TcpProgress {
  private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Outstanding outstanding;
  private final boolean interactive;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guarded by this object's monitor. */
  private boolean writing;

  /** Guarded by this object's monitor. */
  private boolean writeReset;

  private volatile boolean allTaken;
  private volatile boolean allSent;
  private volatile boolean peerFinished;
  private volatile IOException localFailure;

  /**
   * Nothing is sent yet.
   *
   * @param interactive whether the peer's end is the end even if more could be asked
   */
  TcpProgress(Outstanding outstanding, boolean interactive) {
    this.outstanding = outstanding;
    this.interactive = interactive;
  }

  /** The input has ended; the last batch is still to be sent. */
  void tookLastMessage() {
    allTaken = true;
  }

  /** There are no more messages, and our FIN is on its way. */
  void finishedSending() {
    allSent = true;
    endIfDone();
  }

  /** A write begins, which has to be followed by {@link #endsWriting}. */
  synchronized void beginsWriting() {
    writing = true;
  }

  /** The write ended, with {@code failure} if that is not null. */
  synchronized void endsWriting(IOException failure) {
    writing = false;
    // After a FIN, or when the receiver was told before, it is a broken pipe.
    writeReset =
        failure instanceof SocketException
            && !String.valueOf(failure.getMessage()).contains("Broken pipe");
    notifyAll();
  }

  /**
   * Whether a write was told that the peer had reset the connection. The system tells of a reset
   * but once: if it has told the writer, the reader only sees the stream end, as after a FIN.
   *
   * <p>Waits for a write that is under way. A reset ends it at once; a peer that merely takes
   * nothing may hold it up, and is not waited for.
   */
  synchronized boolean wasWriteReset() throws InterruptedException {
    long limitNanos = System.nanoTime() + HELD_UP_NANOS;
    long nanosLeft = HELD_UP_NANOS;
    while (writing && nanosLeft > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, nanosLeft);
      nanosLeft = limitNanos - System.nanoTime();
    }
    return writeReset;
  }

  /** The peer has sent its FIN, or broke the connection. */
  void finishedReceiving() {
    peerFinished = true;
    endIfDone();
  }

  /** A message could not be sent because the peer is gone. */
  void sentInVain() {
    ended.countDown();
  }

  /** Input or output failed, which is no fault of the peer's. */
  void failed(IOException failure) {
    localFailure = failure;
    ended.countDown();
  }

  /** To be called when replies have come. */
  void endIfDone() {
    boolean done =
        peerFinished
            ? allTaken || interactive || outstanding.anyOwed()
            : allSent && outstanding.isEmpty();
    if (done) {
      ended.countDown();
    }
  }

  boolean isAllTaken() {
    return allTaken;
  }

  boolean isPeerFinished() {
    return peerFinished;
  }

  /** Waits for the end, but not longer than {@code limit}; returns whether it came. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  void throwLocalFailure() throws IOException {
    if (localFailure != null) {
      throw localFailure;
    }
  }
}
