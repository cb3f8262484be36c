package acuse.server.metrics;

/**
 * The messages and bytes of one protocol on one event loop, which owns them. Bytes are those of
 * messages and replies with what frames them, without TLS.
 */
public final class TrafficCounters {
  final Counter messages = new Counter();
  final Counter replies = new Counter();
  final Counter receivedBytes = new Counter();
  final Counter sentBytes = new Counter();
  final Counter tooLong = new Counter();
  final Counter unfinished = new Counter();

  TrafficCounters() {}

  /** A whole message came, which was neither too long nor a session's end. */
  public void message() {
    messages.increment();
  }

  /** A reply was written, to a message or to one that was rejected. */
  public void reply() {
    replies.increment();
  }

  /** Bytes came from a peer. */
  public void received(int bytes) {
    receivedBytes.add(bytes);
  }

  /** Bytes were written for a peer. */
  public void sent(int bytes) {
    sentBytes.add(bytes);
  }

  /** A message was rejected, because it was too long. */
  public void rejectedTooLong() {
    tooLong.increment();
  }

  /** A message was rejected, because its end did not come in time. */
  public void rejectedUnfinished() {
    unfinished.increment();
  }
}
