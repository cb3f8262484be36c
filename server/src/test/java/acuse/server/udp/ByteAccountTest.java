package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteAccountTest {
  @Test
  void nobodyGetsAnythingForNothing() throws Exception {
    assertThat(account("127.0.0.1").has(0)).isFalse();
  }

  @Test
  void threeTimesThePayloadIsTheMostAtOnceOrInParts() throws Exception {
    ByteAccount account = account("127.0.0.1");
    account.received(100);
    assertThat(account.has(301)).isFalse();
    assertThat(account.has(300)).isTrue();
    account.spend(150);
    assertThat(account.has(151)).isFalse();
    account.spend(150);
    assertThat(account.has(1)).isFalse();
    account.received(1);
    assertThat(account.has(3)).isTrue();
  }

  /** An IPv4 datagram has 28 bytes of headers, one of IPv6 has 48. */
  @ParameterizedTest
  @CsvSource({"127.0.0.1, 0, 3", "127.0.0.1, 100, 13", "::1, 0, 3", "::1, 100, 9"})
  void headersCountTooSoThatEmptyRepliesHaveAnEnd(String peer, int sent, int emptyReplies)
      throws Exception {
    ByteAccount account = account(peer);
    account.received(sent);
    for (int reply = 1; reply <= emptyReplies; reply++) {
      assertThat(account.has(0)).isTrue();
      account.spend(0);
    }
    assertThat(account.has(0)).isFalse();
  }

  private static ByteAccount account(String peer) throws Exception {
    return new ByteAccount(InetAddress.getByName(peer));
  }
}
