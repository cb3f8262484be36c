package acuse.server.guard;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Addresses that share their first bits, in the notation of RFC 4632 and RFC 4291: {@code
 * 10.0.0.0/8}, {@code 2001:db8::/32}. An address alone stands for itself.
 *
 * <p>IPv4 blocks hold no IPv6 addresses, and the other way round.
 */
public final class AddressBlock {
  private static final int ADDRESS_BITS_OF_IPV4 = 32;
  private static final int ADDRESS_BITS_OF_IPV6 = 128;

  private final String text;
  private final IpSubnetFilterRule rule;

  private AddressBlock(String text, IpSubnetFilterRule rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Reads a block; names are not looked up.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int addressBits = addressBits(address);
    int prefixBits = slash < 0 ? addressBits : prefixBits(text.substring(slash + 1), addressBits);
    if (addressBits == 0 || prefixBits < 0) {
      throw new IllegalArgumentException("invalid addressBlock=" + text);
    }
    return new AddressBlock(
        text, new IpSubnetFilterRule(address, prefixBits, IpFilterRuleType.ACCEPT));
  }

  /** Whether {@code address} is one of them. */
  public boolean contains(InetAddress address) {
    return rule.matches(new InetSocketAddress(address, 0));
  }

  @Override
  public String toString() {
    return text;
  }

  private static int addressBits(String address) {
    if (NetUtil.isValidIpV4Address(address)) {
      return ADDRESS_BITS_OF_IPV4;
    }
    boolean plain = address.indexOf('[') < 0 && address.indexOf('%') < 0;
    return plain && NetUtil.isValidIpV6Address(address) ? ADDRESS_BITS_OF_IPV6 : 0;
  }

  private static int prefixBits(String digits, int addressBits) {
    if (!digits.matches("\\d{1,3}")) {
      return -1;
    }
    int bits = Integer.parseInt(digits);
    return bits <= addressBits ? bits : -1;
  }
}
