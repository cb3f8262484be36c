package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.text.Language;
import acuse.server.AcuseServer.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health in each state, and of an event loop that hangs. */
class HealthTest {
  @ParameterizedTest
  @CsvSource({
    "STARTING, 503, Not ready: the server is starting.",
    "SERVING, 200, Ready: the server accepts and answers.",
    "LEAVING, 503, Not ready: the server is about to stop.",
    "DRAINING, 503, Not ready: the server is about to stop.",
    "CLOSED, 503, Not ready: the server is about to stop.",
  })
  void isReadyOnlyWhileItServesAndAliveAllTheTime(State state, int status, String sentence) {
    Health health = new Health(() -> state, () -> false, Language.EN);
    assertThat(health.ready(null).status().code()).isEqualTo(status);
    assertThat(health.ready(null).body()).isEqualTo(sentence + "\n");
    assertThat(health.live(null).status().code()).isEqualTo(200);
  }

  @Test
  void anEventLoopThatStandsStillIsNeitherReadyNorAlive() {
    Health health = new Health(() -> State.SERVING, () -> true, Language.EN);
    assertThat(health.ready(null).status().code()).isEqualTo(503);
    assertThat(health.live(null).status().code()).isEqualTo(503);
  }
}
