package acuse.server.guard;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

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
  private static final Pattern IPV6_FORM =
      Pattern.compile("([0-9a-fA-F]{0,4}:){1,8}([0-9a-fA-F]{0,4}|[0-9]+[.][0-9.]+)");

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
    Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address.isPresent()) {
      int writtenBits =
          text.indexOf(':') < 0 ? ADDRESS_BITS_OF_IPV4 : ADDRESS_BITS_OF_IPV6; // with a mapping
      int bitsOfMapping = writtenBits - Byte.SIZE * address.get().getAddress().length;
      int prefixBits = slash < 0 ? writtenBits : prefixBits(text.substring(slash + 1), writtenBits);
      if (prefixBits >= bitsOfMapping) {
        int bits = prefixBits - bitsOfMapping;
        return new AddressBlock(
            text, new IpSubnetFilterRule(address.get(), bits, IpFilterRuleType.ACCEPT));
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

  private static int prefixBits(String digits, int addressBits) {
    if (!digits.matches("\\d{1,3}")) {
      return -1;
    }
    int bits = Integer.parseInt(digits);
    return bits <= addressBits ? bits : -1;
  }

  /**
   * An IPv4 address, also if the literal is a mapped one.
   *
   * <p>Netty knows no IPv6 address that ends in the notation of IPv4, such as 64:ff9b::192.0.2.1.
   * Java does, but looks up as a name what cannot be an address, and takes more digits than RFC
   * 4291 allows; so it gets only what can be an address.
   */
  private static Optional<InetAddress> literal(String address) {
    try {
      if (NetUtil.isValidIpV4Address(address)) {
        return Optional.of(
            InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address)));
      }
      String end = address.substring(address.lastIndexOf(':') + 1);
      boolean mayBeIpv6 =
          IPV6_FORM.matcher(address).matches()
              && (end.indexOf('.') < 0 || NetUtil.isValidIpV4Address(end));
      return mayBeIpv6 ? Optional.of(InetAddress.getByName(address)) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
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
