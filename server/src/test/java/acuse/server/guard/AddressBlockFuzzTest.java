package acuse.server.guard;

import acuse.common.testing.fuzz.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockFuzzTest {
  private static final int CASES = 20_000;

  @Test
  void aBlockHasTheAddressesThatTheModelHas() {
    Seeds.forEach(CASES, random -> AddressBlockCheck.check(random::below));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0/8",
        "010.0.0.1",
        "2001:db8::/32",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::8",
        "1::2::3",
        ":1:2:3:4:5:6:7",
        "::ffff:10.0.0.0/104",
        "::ffff:10.0.0.0/95",
        "::10.0.0.1/128",
        "1:2:3:4:5:6:10.0.0.1",
        "64:ff9b::192.0.2.33/128",
        "10.0.0.1::",
        "::10.0.0",
        "::256.0.0.1",
        "::00012",
        "::0010.0.0.1",
        ".:1",
        "fe80::1%lo",
        "[::1]",
        "localhost"
      })
  void soItIsAtTheEdges(String text) {
    AddressBlockCheck.check(text);
  }
}
