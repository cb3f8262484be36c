package acuse.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "0.0.0.0/0, 203.0.113.7, true",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "::1, ::1, true",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "0.0.0.0/0, ::1, false"
  })
  void aBlockHoldsTheAddressesThatShareItsFirstBits(String block, String address, boolean holds)
      throws Exception {
    assertThat(AddressBlock.parse(block).contains(InetAddress.getByName(address))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0/8",
        "::/129",
        "10.0.0.0/8/8",
        "10.0.0.0/ 8",
        "[::1]",
        "fe80::1%lo",
        "10.0.0.0/٨"
      })
  void whatIsNoBlockIsSaidToBeNone(String text) {
    assertThatThrownBy(() -> AddressBlock.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid addressBlock=" + text);
  }

  @Test
  void denyWinsAndWhoeverIsNotAllowedIsRefused() throws Exception {
    AddressRules rules = rules(List.of("10.0.0.0/8", "2001:db8::/32"), List.of("10.1.0.0/16"));
    assertThat(rules.admit(InetAddress.getByName("10.2.0.1"))).isTrue();
    assertThat(rules.admit(InetAddress.getByName("2001:db8::1"))).isTrue();
    assertThat(rules.admit(InetAddress.getByName("10.1.0.1"))).isFalse();
    assertThat(rules.admit(InetAddress.getByName("192.0.2.1"))).isFalse();
    assertThat(rules.admit(InetAddress.getByName("::1"))).isFalse();
  }

  @Test
  void whereOnlySomeAreDeniedEverybodyElseMayTalk() throws Exception {
    AddressRules rules = rules(List.of(), List.of("10.1.0.0/16"));
    assertThat(rules.admit(InetAddress.getByName("10.1.0.1"))).isFalse();
    assertThat(rules.admit(InetAddress.getByName("10.2.0.1"))).isTrue();
    assertThat(rules.admit(InetAddress.getByName("::1"))).isTrue();
  }

  private static AddressRules rules(List<String> allowed, List<String> denied) {
    return new AddressRules(parse(allowed.stream()), parse(denied.stream()));
  }

  private static List<AddressBlock> parse(Stream<String> blocks) {
    return blocks.map(AddressBlock::parse).toList();
  }
}
