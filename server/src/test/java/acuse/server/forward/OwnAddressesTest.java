package acuse.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, ::1, false",
    "127.0.0.1, 0.0.0.0, true",
    "127.0.0.1, ::, true",
    "127.0.0.1, ::ffff:127.0.0.1, true",
    "0.0.0.0, 127.0.0.1, true",
    "0.0.0.0, 127.9.9.9, true",
    "0.0.0.0, ::1, false",
    "0.0.0.0, 192.0.2.7, false",
    "0.0.0.0, 0.0.0.0, true",
    "::, ::1, true",
    "::, 127.0.0.1, true",
    "::, 2001:db8::7, false",
    "::, 192.0.2.7, false",
    "::1, ::1, true",
    "::1, 127.0.0.1, false",
    "192.0.2.7, 0.0.0.0, false"
  })
  void leadTo(String bound, String target, boolean own) throws Exception {
    assertThat(OwnAddresses.leadTo(at(bound, 80), at(target, 80))).isEqualTo(own);
    assertThat(OwnAddresses.leadTo(at(bound, 80), at(target, 81))).as("another port").isFalse();
  }

  @Test
  void aWildcardStandsForEveryInterface() throws Exception {
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        assertThat(OwnAddresses.leadTo(at("::", 80), new InetSocketAddress(address, 80)))
            .as("%s", address)
            .isTrue();
      }
    }
  }

  /** The JDK leaves it as it is, and the system connects to 127.0.0.1. */
  @Test
  void aMappedAddressWithAScopeIsOneOfIpv4() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = 127;
    mapped[15] = 1;
    InetAddress address = Inet6Address.getByAddress(null, mapped, 1);
    assertThat(OwnAddresses.leadTo(at("127.0.0.1", 80), new InetSocketAddress(address, 80)))
        .isTrue();
  }

  private static InetSocketAddress at(String address, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }
}
