package acuse.server.udp;

import acuse.common.protocol.LineEnding;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.Session;
import acuse.server.reply.Acknowledgement;
import acuse.server.reply.ReplyFacts;
import acuse.server.reply.Responder;
import acuse.server.story.SessionTally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Makes the reply to a datagram, in a buffer of its own: a {@link Responder} that all sockets of an
 * event loop share.
 */
final class DatagramResponder {
  private final Acknowledgement acknowledgement;
  private final Responder responder;
  private final ByteBufAllocator allocator;
  private ByteBuf reply;

  /**
   * Has answered nothing.
   *
   * @param allocator what replies are written into
   */
  DatagramResponder(
      Responder.Factory responders, TrafficCounters counters, ByteBufAllocator allocator) {
    this.acknowledgement = responders.acknowledgement();
    this.responder = responders.newResponder(this::newReply, counters);
    this.allocator = allocator;
  }

  /** What the reply to the next message can name. */
  ReplyFacts facts() {
    return responder.facts();
  }

  /** Whether replies name something of {@link #facts}. */
  boolean namesFacts() {
    return responder.namesFacts();
  }

  /** Whether a message of so many bytes is answered with a rejection. */
  boolean isTooLong(int length, LineEnding ending) {
    return length > acknowledgement.maxMessageBytes(ending);
  }

  /**
   * Answers a message: the {@code length} bytes at {@code index}, without their ending.
   *
   * @param session null if nobody wants to know whose message it is
   * @param tally counts it for the session's story; null if nobody wants to know
   * @return the caller's to release
   */
  ByteBuf answer(
      Session session,
      SessionTally tally,
      ByteBuf bytes,
      int index,
      int length,
      LineEnding ending,
      boolean tooLong) {
    responder.begin(session, tally);
    try {
      if (tooLong) {
        responder.messageTooLong(ending);
      } else {
        responder.message(bytes, index, length, ending);
      }
      ByteBuf made = reply;
      reply = null;
      return made;
    } finally {
      if (reply != null) {
        reply.release(); // it is not whole
        reply = null;
      }
    }
  }

  /** Receives a message in the same way, and does not answer it. */
  void receive(
      Session session,
      SessionTally tally,
      ByteBuf bytes,
      int index,
      int length,
      LineEnding ending,
      boolean tooLong) {
    responder.begin(session, tally);
    if (tooLong) {
      responder.tooLongUnanswered(ending);
    } else {
      responder.messageUnanswered(bytes, index, length);
    }
  }

  /** Whether the last message was the exit word, so that its session is to end. */
  boolean exitSeen() {
    return responder.exitSeen();
  }

  private ByteBuf newReply(int replyBytes) {
    reply = allocator.ioBuffer(replyBytes);
    return reply;
  }
}
