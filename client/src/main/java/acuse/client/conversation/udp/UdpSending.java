package acuse.client.conversation.udp;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.Message;
import acuse.common.protocol.LineEnding;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One message in flight in datagrams. */
final class UdpSending {
  /** When the system has no room for a datagram, for a moment. */
  private static final long ROOM_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Message message;

  /** How many tries there were in all, those included that the network did not take. */
  private int attempts;

  /** The same for the address that is talked to. */
  private int tries;

  private long sentNanos;
  private long tryEndNanos;
  private boolean waitsForRoom;
  private Answer answer;

  UdpSending(Message message) {
    this.message = message;
  }

  Message message() {
    return message;
  }

  /** The outcome; null as long as it is open. */
  Answer answer() {
    return answer;
  }

  boolean isOpen() {
    return answer == null;
  }

  /** How many tries there were with the address that is talked to. */
  int tries() {
    return tries;
  }

  /** Another address is talked to now: it is due at once. */
  void startOver() {
    tries = 0;
    waitsForRoom = false;
  }

  /** A try begins, which lasts for {@code wait}. */
  void begin(Duration wait) {
    attempts++;
    tries++;
    tryEndNanos = System.nanoTime() + wait.toNanos();
  }

  /** It goes to the socket now. */
  void send() {
    sentNanos = System.nanoTime();
    waitsForRoom = false;
  }

  /** The socket had no room: the same try goes on in a moment. */
  void findNoRoom() {
    waitsForRoom = true;
  }

  boolean isTryOver(long nowNanos) {
    return tries == 0 || nowNanos - tryEndNanos >= 0;
  }

  /** Whether the socket may have room by now. */
  boolean isToBeSentAgain(long nowNanos) {
    return waitsForRoom && nowNanos - sentNanos >= ROOM_WAIT_NANOS;
  }

  /** How long it can be left alone. */
  long nanosLeft(long nowNanos) {
    if (tries == 0) {
      return 0;
    }
    long left = tryEndNanos - nowNanos;
    return waitsForRoom ? Math.min(left, sentNanos + ROOM_WAIT_NANOS - nowNanos) : left;
  }

  void answer(byte[] reply, LineEnding ending) {
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - sentNanos);
    answer = Answer.reply(message, reply, ending, roundTrip, attempts);
  }

  /** It gets no answer any more. */
  void end(Status status) {
    answer = Answer.none(message, status, attempts);
  }
}
