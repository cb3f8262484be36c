package acuse.client.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.ClientCommand;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** However much comes unasked, people are told of it one line per second, and of all of it. */
class UnaskedNoticesTest {
  private static final Pattern COUNT =
      Pattern.compile("the server sent (\\d+) more without being asked");

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final UnaskedNotices notices =
      new UnaskedNotices(said::add, Texts.of(ClientCommand.class, Language.EN));

  @Test
  void theFirstIsShownAtOnceAndTheRestCounted() {
    long startNanos = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      notices.came(bytes("spam " + i));
    }
    assertThat(said.peek()).isEqualTo("the server sent this without being asked: 'spam 0'");
    notices.end();
    assertThat(count(said)).isEqualTo(100_000);
    assertThat(said.size())
        .as("the first, the last, and one for each second between them")
        .isLessThanOrEqualTo(2 + (int) secondsSince(startNanos));
  }

  @Test
  void theCountIsSaidWhenTheSecondIsOverAndNothingMoreCame() throws Exception {
    long startNanos = System.nanoTime();
    notices.came(bytes("uno"));
    assertThat(said.take()).isEqualTo("the server sent this without being asked: 'uno'");
    notices.came(bytes("dos"));
    notices.came(bytes("tres"));
    List<String> counted = new ArrayList<>();
    while (count(counted) < 2) {
      String line = said.poll(20, TimeUnit.SECONDS);
      assertThat(line).as("what is counted").isNotNull();
      assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(1_000_000_000L);
      counted.add(line);
    }
    notices.end();
    assertThat(said).isEmpty();
  }

  /** A count of one would say less than what it counts. */
  @Test
  void aSingleOneIsShown() {
    notices.came(bytes("uno"));
    notices.came(bytes("dos\u0007"));
    notices.end();
    assertThat(said)
        .containsExactly(
            "the server sent this without being asked: 'uno'",
            "the server sent this without being asked: 'dos\\x07'");
  }

  @Test
  void ofNothingNothingIsSaid() {
    notices.end();
    assertThat(said).isEmpty();
  }

  private static long count(Iterable<String> lines) {
    long count = 0;
    for (String line : lines) {
      Matcher counted = COUNT.matcher(line);
      count += counted.matches() ? Long.parseLong(counted.group(1)) : 1;
    }
    return count;
  }

  private static long secondsSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
