package acuse.server.guard;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Addresses that share their first bits, in the notation of RFC 4632 and RFC 4291: {@code
 * 10.0.0.0/8}, {@code 2001:db8::/32}. An address alone stands for itself.
 *
 * <p>IPv4 blocks hold no IPv6 addresses, and the other way round. But {@code ::ffff:10.0.0.1} is
 * how an IPv6 socket sees the peer 10.0.0.1 (RFC 4291, 2.5.5.2), and is that IPv4 address; so
 * {@code ::ffff:10.0.0.0/104} is 10.0.0.0/8.
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
    String written = slash < 0 ? text : text.substring(0, slash);
    int writtenBits = addressBits(written);
    int prefixBits = slash < 0 ? writtenBits : prefixBits(text.substring(slash + 1), writtenBits);
    if (writtenBits > 0 && prefixBits >= 0) {
      InetAddress address = literal(written);
      int bitsOfMapping = writtenBits - Byte.SIZE * address.getAddress().length;
      if (prefixBits >= bitsOfMapping) {
        return new AddressBlock(
            text,
            new IpSubnetFilterRule(address, prefixBits - bitsOfMapping, IpFilterRuleType.ACCEPT));
      }
    }
    throw new IllegalArgumentException("invalid addressBlock=" + text);
  }

  /** Whether {@code address} is one of them. */
  public boolean contains(InetAddress address) {
    return rule.matches(new InetSocketAddress(withoutMapping(address), 0));
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

  /** An IPv4 address if the literal is a mapped one. */
  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("invalid address=" + address, e);
    }
  }

  private static InetAddress withoutMapping(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(address.getAddress()); // which gives an IPv4 address for it
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // of another length: there are none
    }
  }
}
