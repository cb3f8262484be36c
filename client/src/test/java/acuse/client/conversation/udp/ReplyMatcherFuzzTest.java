package acuse.client.conversation.udp;

import acuse.common.testing.fuzz.Seeds;
import org.junit.jupiter.api.Test;

class ReplyMatcherFuzzTest {
  private static final int CASES = 20_000;

  @Test
  void aReplyGoesToAMessageThatWaitsOrToNone() {
    Seeds.forEach(CASES, random -> ReplyMatcherCheck.check(random::below));
  }
}
