package acuse.client.conversation.udp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Finds out which message a datagram replies to. Datagrams get lost, doubled, delayed and
 * reordered, so their order says nothing; but most servers return the message inside their reply.
 *
 * <pre>
 * sent:   "1"  "2"  "10"
 * reply:  "Servidor UDP recibió: 10"   ─→  "10", though "1" is in it too
 * </pre>
 *
 * <p>The matcher learns the text around the message in the first reply, its envelope. Once a reply
 * to another message came in the same envelope, every reply has but one message that it can belong
 * to. Until then, and where envelopes differ from reply to reply, the longest message found inside
 * is taken. A server that returns nothing of the message is believed while only one message is
 * waiting.
 *
 * <p>Finished messages are remembered for a while, so that a late or doubled reply to one of them
 * is not taken for another's.
 */
final class ReplyMatcher {
  private static final int REMEMBERED_MESSAGES = 1024;

  /** Contents under way, and how often each. */
  private final Map<ByteBuffer, Integer> waiting = new HashMap<>();

  /** Contents done with, the longest ago first. */
  private final LinkedHashSet<ByteBuffer> done = new LinkedHashSet<>();

  private Envelope envelope;
  private boolean envelopeConfirmed;

  /**
   * The place of {@code learnedFrom} in it may have been guessed wrong: it cannot confirm itself.
   */
  private record Envelope(ByteBuffer prefix, ByteBuffer suffix, ByteBuffer learnedFrom) {}

  void sent(byte[] message) {
    waiting.merge(ByteBuffer.wrap(message), 1, Integer::sum);
  }

  /** A message is answered or given up. */
  void done(byte[] message) {
    ByteBuffer content = ByteBuffer.wrap(message);
    waiting.computeIfPresent(content, (key, times) -> times == 1 ? null : times - 1);
    done.remove(content);
    done.add(content);
    if (done.size() > REMEMBERED_MESSAGES) {
      Iterator<ByteBuffer> longestAgoFirst = done.iterator();
      longestAgoFirst.next();
      longestAgoFirst.remove();
    }
  }

  /** Whether several messages under way could be told apart. */
  boolean canTellApart() {
    return envelope != null;
  }

  /** The content of the message that waits for {@code reply}; null if there is none. */
  ByteBuffer match(byte[] reply) {
    ByteBuffer inside = insideEnvelope(reply);
    if (inside != null && isKnown(inside)) {
      envelopeConfirmed |= !inside.equals(envelope.learnedFrom);
      return ifWaiting(inside);
    }
    ByteBuffer longest = envelopeConfirmed ? null : longestKnownInside(reply);
    if (longest != null) {
      learnEnvelope(reply, longest);
      return ifWaiting(longest);
    }
    return onlyOneWaiting(reply);
  }

  private ByteBuffer ifWaiting(ByteBuffer content) {
    return waiting.containsKey(content) ? content : null;
  }

  private boolean isKnown(ByteBuffer content) {
    return waiting.containsKey(content) || done.contains(content);
  }

  private ByteBuffer onlyOneWaiting(byte[] reply) {
    if (waiting.size() != 1) {
      return null;
    }
    Map.Entry<ByteBuffer, Integer> only = waiting.entrySet().iterator().next();
    if (!only.getKey().hasRemaining()) {
      learnEnvelope(reply, only.getKey());
    }
    return only.getValue() == 1 ? only.getKey() : null;
  }

  private ByteBuffer insideEnvelope(byte[] reply) {
    if (envelope == null) {
      return null;
    }
    int start = envelope.prefix.remaining();
    int end = reply.length - envelope.suffix.remaining();
    boolean fits =
        start <= end
            && ByteBuffer.wrap(reply, 0, start).equals(envelope.prefix)
            && ByteBuffer.wrap(reply, end, reply.length - end).equals(envelope.suffix);
    return fits ? ByteBuffer.wrap(reply, start, end - start) : null;
  }

  /** An empty message is inside every reply, which tells nothing. */
  private ByteBuffer longestKnownInside(byte[] reply) {
    ByteBuffer longest = ByteBuffer.allocate(0);
    for (Iterable<ByteBuffer> contents : Arrays.asList(waiting.keySet(), done)) {
      for (ByteBuffer content : contents) {
        if (content.remaining() > longest.remaining() && lastIndexOf(content, reply) >= 0) {
          longest = content;
        }
      }
    }
    return longest.hasRemaining() ? longest : null;
  }

  /** A message that also occurs in the words around it is more likely to stand at the end. */
  private void learnEnvelope(byte[] reply, ByteBuffer content) {
    int at = lastIndexOf(content, reply);
    int end = at + content.remaining();
    envelope =
        new Envelope(
            ByteBuffer.wrap(reply, 0, at).slice(),
            ByteBuffer.wrap(reply, end, reply.length - end).slice(),
            content);
  }

  private static int lastIndexOf(ByteBuffer content, byte[] reply) {
    int length = content.remaining();
    for (int at = reply.length - length; at >= 0; at--) {
      if (ByteBuffer.wrap(reply, at, length).equals(content)) {
        return at;
      }
    }
    return -1;
  }
}
