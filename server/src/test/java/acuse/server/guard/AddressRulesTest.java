package acuse.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
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
    "0.0.0.0/0, ::1, false",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "::ffff:10.0.0.1, 10.0.0.2, false",
    "::ffff:10.0.0.1/128, 10.0.0.1, true",
    "::ffff:10.0.0.1/128, 10.0.0.2, false",
    "::ffff:a00:0/104, 10.255.255.255, true",
    "::ffff:10.0.0.0/104, 11.0.0.0, false",
    "::ffff:0:0/96, 203.0.113.7, true",
    "::ffff:0:0/96, ::1, false"
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
        "10.0.0.0/٨",
        "10.0.0.0/8,",
        "::ffff:10.0.0.1/32",
        "::ffff:0:0/95",
        "::ffff:10.0.0.1/129"
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

  /** As sockets on :: see them; Java makes such addresses only if told to. */
  @Test
  void anIpv4PeerOfAnIpv6SocketIsJudgedAsIpv4() throws Exception {
    InetAddress peer = mapped("10.1.0.1");
    assertThat(rules(List.of(), List.of("10.1.0.0/16")).admit(peer)).isFalse();
    assertThat(rules(List.of("10.0.0.0/8"), List.of()).admit(peer)).isTrue();
    assertThat(rules(List.of("10.2.0.0/16"), List.of()).admit(peer)).isFalse();
    assertThat(rules(List.of("::/0"), List.of()).admit(peer)).isFalse();
    assertThat(AddressBlock.parse("::ffff:10.1.0.1").contains(peer)).isTrue();
  }

  private static InetAddress mapped(String ipv4) throws Exception {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    System.arraycopy(InetAddress.getByName(ipv4).getAddress(), 0, bytes, 12, 4);
    InetAddress mapped = Inet6Address.getByAddress(null, bytes, -1);
    assertThat(mapped).isInstanceOf(Inet6Address.class);
    return mapped;
  }

  private static AddressRules rules(List<String> allowed, List<String> denied) {
    return new AddressRules(parse(allowed.stream()), parse(denied.stream()));
  }

  private static List<AddressBlock> parse(Stream<String> blocks) {
    return blocks.map(AddressBlock::parse).toList();
  }
}
