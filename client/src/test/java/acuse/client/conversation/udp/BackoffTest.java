package acuse.client.conversation.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "PT0.1S, 0, PT0.1S",
    "PT0.1S, 1, PT0.2S",
    "PT0.1S, 8, PT25.6S",
    "PT0.1S, 9, PT30S",
    "PT0.1S, 2147483647, PT30S",
    "PT30S, 0, PT30S",
    "PT45S, 0, PT45S",
    "PT45S, 3, PT45S"
  })
  void waitsDoubleUpToHalfAMinute(Duration firstWait, int triesBefore, Duration wait) {
    assertThat(new Backoff(firstWait).waitAfter(triesBefore)).isEqualTo(wait);
  }
}
