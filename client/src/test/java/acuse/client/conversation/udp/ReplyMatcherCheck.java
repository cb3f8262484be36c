package acuse.client.conversation.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Sends messages and replies through a {@link ReplyMatcher}: late ones, doubled ones, and what
 * nobody asked for. A reply goes to a message that waits, or to none; and to the right one, if the
 * server puts the same text around each message and that text has none of their characters.
 */
public final class ReplyMatcherCheck {
  private static final int MAX_STEPS = 60;

  /** Of these, none is in the text around another. */
  private static final String[] APART = {"1", "2", "10", "12", "101", "1012", ""};

  private static final String[] ALIKE = {
    "", "a", "ack", "ack: ", "ack: 1", "1", ": ", "ack: ack: 1", " fin", "1 fin"
  };

  private static final String[][] ENVELOPES = {{"ack: ", ""}, {"", ""}, {"", " fin"}, {"a ", " a"}};

  private final IntUnaryOperator below;
  private final ReplyMatcher matcher = new ReplyMatcher();
  private final List<String> waiting = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  private ReplyMatcherCheck(IntUnaryOperator below) {
    this.below = below;
  }

  /**
   * Makes one run of sends and replies.
   *
   * @param below makes all choices: a number from 0 to what it is given, less one
   */
  public static void check(IntUnaryOperator below) {
    new ReplyMatcherCheck(below).run();
  }

  private void run() {
    boolean apart = below.applyAsInt(2) == 0;
    String[] words = apart ? APART : ALIKE;
    String[] envelope = oneOf(ENVELOPES);
    for (int steps = below.applyAsInt(MAX_STEPS); steps > 0; steps--) {
      switch (below.applyAsInt(apart ? 4 : 5)) {
        case 0, 1 -> send(oneOf(words));
        case 2 -> {
          List<String> known = new ArrayList<>(waiting);
          known.addAll(done);
          if (!known.isEmpty()) {
            String message = known.get(below.applyAsInt(known.size()));
            reply(envelope[0] + message + envelope[1], apart ? message : null);
          }
        }
        case 3 -> {
          if (!waiting.isEmpty()) {
            finish(waiting.get(below.applyAsInt(waiting.size())));
          }
        }
        default -> reply(oneOf(words) + oneOf(words), null);
      }
    }
  }

  private void send(String message) {
    matcher.sent(message.getBytes(UTF_8));
    waiting.add(message);
  }

  /** Answered, or given up. */
  private void finish(String message) {
    matcher.done(message.getBytes(UTF_8));
    waiting.remove(message);
    done.add(message);
  }

  /**
   * A reply comes.
   *
   * @param message the only one that it can belong to; null if nobody can know
   */
  private void reply(String reply, String message) {
    boolean toldApart = matcher.canTellApart();
    ByteBuffer match = matcher.match(reply.getBytes(UTF_8));
    String matched = match == null ? null : UTF_8.decode(match.duplicate()).toString();
    assertThat(matched == null || waiting.contains(matched)).as("%s waits", matched).isTrue();
    assertThat(matcher.canTellApart() || !toldApart).as("what was learned stays").isTrue();
    if (message != null && (toldApart || !message.isEmpty())) {
      assertThat(matched)
          .as("the message of '%s'", reply)
          .isEqualTo(waiting.contains(message) ? message : null);
    }
    if (matched != null) {
      finish(matched);
    }
  }

  private <T> T oneOf(T[] values) {
    return values[below.applyAsInt(values.length)];
  }
}
