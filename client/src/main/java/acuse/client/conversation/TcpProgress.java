package acuse.client.conversation;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How far a TCP conversation is, and whether it is over. Thread-safe: sender and receiver report to
 * it, and the thread that runs the conversation waits.
 */
final class TcpProgress {
  private final Outstanding outstanding;
  private final boolean interactive;
  private final CountDownLatch ended = new CountDownLatch(1);

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

  /** What was taken from the input is all there is; it is still to be sent. */
  void tookLastMessage() {
    allTaken = true;
  }

  /** There are no more messages, and our FIN is on its way. */
  void finishedSending() {
    allSent = true;
    endIfDone();
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
