package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Random faults in one session, held against a model that goes from millisecond to millisecond. */
class TcpFaultsModelTest {
  private static final int SESSIONS = 150;
  private static final int MESSAGES = 30;
  private static final int RUN_MILLIS = 2000;
  private static final int BITS_PER_BYTE_AND_MILLI = 8_000;

  @Test
  void repliesComeWhenTheModelSays() {
    Seeds.forEach(
        SESSIONS,
        random -> {
          Direction in = new Direction(random);
          Direction out = new Direction(random);
          ScriptedFaults faults = new ScriptedFaults();
          in.write(faults::in, faults::rateIn);
          out.write(faults::out, faults::rateOut);
          int[] arrivals = new int[MESSAGES];
          List<String> expected = new ArrayList<>();
          for (int i = 0, now = 0; i < MESSAGES; i++) {
            now += random.oneIn(2) ? random.below(20) : 0;
            arrivals[i] = now;
            boolean muted = random.oneIn(10);
            if (muted) {
              faults.fate(i + 1, ReplyFate.MUTED);
            }
            int core = in.pass(i, now, message(i).length());
            if (!muted) {
              expected.add(message(i).strip() + " at " + out.pass(expected.size(), core, reply(i)));
            }
          }
          assertThat(run(faults, arrivals)).isEqualTo(expected);
        });
  }

  private static List<String> run(ScriptedFaults faults, int[] arrivals) {
    List<String> sent = new ArrayList<>();
    try (FaultyConnection session = new FaultyConnection(faults)) {
      int next = 0;
      for (int now = 0; now < RUN_MILLIS; now++) {
        for (; next < MESSAGES && arrivals[next] == now; next++) {
          session.receive(message(next));
        }
        for (String line : session.sent().lines().toList()) {
          sent.add(line.substring(1, line.length() - 1) + " at " + now);
        }
        session.pass(Duration.ofMillis(1));
      }
    }
    return sent;
  }

  private static String message(int i) {
    return "x".repeat(i % 7) + i + "\n";
  }

  /** Its bytes, with brackets. */
  private static int reply(int i) {
    return message(i).length() + 2;
  }

  /** One direction: what holds each message up, and the rate in bytes per millisecond, or 0. */
  private static final class Direction {
    private final int[] heldUpMillis = new int[MESSAGES];
    private final int bytesPerMilli;
    private int ready;
    private int passes;
    private long tokens = Integer.MAX_VALUE;
    private int tokensAt;

    Direction(RandomWire random) {
      bytesPerMilli = random.oneIn(2) ? 0 : 1 + random.below(20);
      int most = random.oneOf(1, 5, 50);
      for (int i = 0; i < MESSAGES; i++) {
        heldUpMillis[i] = random.oneIn(3) ? random.below(most) : 0;
      }
    }

    void write(BiConsumer<Long, Passage> passages, LongConsumer rate) {
      for (int i = 0; i < MESSAGES; i++) {
        passages.accept(i + 1L, Passage.after(Duration.ofMillis(heldUpMillis[i])));
      }
      rate.accept((long) bytesPerMilli * BITS_PER_BYTE_AND_MILLI);
    }

    /** When message {@code i} passes, if it comes now. */
    int pass(int i, int now, int bytes) {
      ready = Math.max(ready, now + heldUpMillis[i]);
      passes = Math.max(passes, ready);
      if (bytesPerMilli > 0) {
        int most = Math.max(bytes, 10 * bytesPerMilli);
        for (; tokensAt < passes; tokensAt++) {
          tokens = Math.min(most, tokens + bytesPerMilli);
        }
        tokens = Math.min(most, tokens);
        for (; tokens < bytes; tokensAt++) {
          tokens += bytesPerMilli;
          passes++;
        }
        tokens -= bytes;
      }
      return passes;
    }
  }
}
