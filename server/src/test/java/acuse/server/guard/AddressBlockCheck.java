package acuse.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/**
 * Holds {@link AddressBlock} against a second reader of the notation, which knows addresses only as
 * lists of bits.
 */
public final class AddressBlockCheck {
  private static final int MAX_PARTS = 12;

  private static final String[] PARTS = {
    "0",
    "1",
    "8",
    "9",
    "10",
    "007",
    "24",
    "32",
    "128",
    "255",
    "256",
    "1000",
    "c",
    "FFFF",
    "db8",
    "12345",
    ".",
    ".",
    ".",
    ":",
    ":",
    "::",
    "/",
    "/",
    "-",
    "+",
    " ",
    "%",
    "[",
    "]",
    "٣",
    "é",
    "\0",
    "10.0.0.",
    "192.168.1.77",
    "127.0.0.0/8",
    "2001:db8:",
    "fe80::1",
    "::ffff:",
    "1:2:3:4:5:6:7:",
    "::ffff:10.0.0.0/104",
    "::/0",
    "0.0.0.0/0"
  };

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  /** The first bits of an IPv6 address that stands for an IPv4 address. */
  private static final List<Boolean> MAPPED =
      bits(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

  private record Block(List<Boolean> address, int prefixBits) {
    boolean contains(List<Boolean> other) {
      return other.size() == address.size()
          && other.subList(0, prefixBits).equals(address.subList(0, prefixBits));
    }
  }

  private AddressBlockCheck() {}

  /**
   * Puts together a text that may be a block, and checks it.
   *
   * @param below makes all choices: a number from 0 to what it is given, less one
   */
  public static void check(IntUnaryOperator below) {
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + below.applyAsInt(MAX_PARTS); parts > 0; parts--) {
      text.append(PARTS[below.applyAsInt(PARTS.length)]);
    }
    check(text.toString());
  }

  /**
   * Fails unless both readers take {@code text} for the same block, or for none; and unless that
   * block has the same addresses when it is printed and read again.
   */
  public static void check(String text) {
    Optional<Block> model = read(text);
    if (model.isEmpty()) {
      assertThatThrownBy(() -> AddressBlock.parse(text), "[%s] is no block", text)
          .isExactlyInstanceOf(IllegalArgumentException.class);
      return;
    }
    AddressBlock block = AddressBlock.parse(text);
    AddressBlock again = AddressBlock.parse(block.toString());
    assertThat(again).hasToString(block.toString());
    for (List<Boolean> address : addressesToTry(model.get().address)) {
      boolean expected = model.get().contains(address);
      assertThat(block.contains(inetAddress(address)))
          .as("[%s] contains %s", text, inetAddress(address))
          .isEqualTo(expected);
      assertThat(again.contains(inetAddress(address))).isEqualTo(expected);
    }
  }

  /** The address itself, those that differ from it in one bit, and some of the other length. */
  private static List<List<Boolean>> addressesToTry(List<Boolean> address) {
    List<List<Boolean>> addresses = new ArrayList<>(List.of(address));
    for (int i = 0; i < address.size(); i++) {
      List<Boolean> other = new ArrayList<>(address);
      other.set(i, !other.get(i));
      addresses.add(other);
    }
    addresses.add(bits(new byte[4]));
    addresses.add(bits(new byte[16]));
    addresses.add(bits(new byte[] {-1, -1, -1, -1}));
    return addresses.stream().map(AddressBlockCheck::withoutMapping).toList();
  }

  private static Optional<Block> read(String text) {
    String[] halves = text.split("/", 2);
    Optional<List<Boolean>> address =
        halves[0].contains(":") ? readIpv6(halves[0]) : readIpv4(halves[0]);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int writtenBits = address.get().size();
    if (halves.length > 1 && !NUMBER.matcher(halves[1]).matches()) {
      return Optional.empty();
    }
    int prefixBits = halves.length > 1 ? Integer.parseInt(halves[1]) : writtenBits;
    List<Boolean> real = withoutMapping(address.get());
    int prefixOfReal = prefixBits - (writtenBits - real.size());
    return prefixBits > writtenBits || prefixOfReal < 0
        ? Optional.empty()
        : Optional.of(new Block(real, prefixOfReal));
  }

  private static Optional<List<Boolean>> readIpv4(String text) {
    List<Boolean> bits = new ArrayList<>();
    for (String number : text.split("\\.", -1)) {
      if (!NUMBER.matcher(number).matches() || Integer.parseInt(number) > 255) {
        return Optional.empty();
      }
      bits.addAll(bits(new byte[] {(byte) Integer.parseInt(number)}));
    }
    return bits.size() == 32 ? Optional.of(bits) : Optional.empty();
  }

  private static Optional<List<Boolean>> readIpv6(String text) {
    String[] sides = text.split("::", -1);
    if (sides.length > 2) {
      return Optional.empty();
    }
    Optional<List<Boolean>> left = readGroups(sides[0], sides.length == 1);
    if (sides.length == 1) {
      return left.filter(bits -> bits.size() == 16 * GROUPS);
    }
    Optional<List<Boolean>> right = readGroups(sides[1], true);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    int missing = 16 * GROUPS - left.get().size() - right.get().size();
    if (missing < 16) {
      return Optional.empty();
    }
    List<Boolean> bits = new ArrayList<>(left.get());
    for (int i = 0; i < missing; i++) {
      bits.add(false);
    }
    bits.addAll(right.get());
    return Optional.of(bits);
  }

  /**
   * Reads groups with a colon between any two of them.
   *
   * @param last whether the end of the address is here, which may be in the notation of IPv4
   */
  private static Optional<List<Boolean>> readGroups(String text, boolean last) {
    List<Boolean> bits = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(bits);
    }
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      if (GROUP.matcher(groups[i]).matches()) {
        int group = Integer.parseInt(groups[i], 16);
        bits.addAll(bits(new byte[] {(byte) (group >> 8), (byte) group}));
      } else if (last && i == groups.length - 1 && readIpv4(groups[i]).isPresent()) {
        bits.addAll(readIpv4(groups[i]).get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bits);
  }

  private static List<Boolean> withoutMapping(List<Boolean> address) {
    boolean mapped = address.size() > 96 && address.subList(0, 96).equals(MAPPED);
    return mapped ? address.subList(96, 128) : address;
  }

  private static List<Boolean> bits(byte[] bytes) {
    List<Boolean> bits = new ArrayList<>();
    for (byte each : bytes) {
      for (int bit = 7; bit >= 0; bit--) {
        bits.add((each >> bit & 1) == 1);
      }
    }
    return bits;
  }

  private static InetAddress inetAddress(List<Boolean> bits) {
    byte[] bytes = new byte[bits.size() / 8];
    for (int i = 0; i < bits.size(); i++) {
      if (bits.get(i)) {
        bytes[i / 8] |= (byte) (0x80 >> i % 8);
      }
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
