package acuse.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedCertificateTest {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  @Test
  void itIsValidNowAndSignedByItself() throws Exception {
    X509Certificate certificate = made(InetAddress.getLoopbackAddress());
    certificate.checkValidity();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void itNamesThisMachineAndTheHost() throws Exception {
    InetAddress host = InetAddress.getByAddress("aula.example", new byte[] {10, 1, 2, 3});
    assertThat(made(host).getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(DNS_NAME, "localhost"),
            List.of(DNS_NAME, "aula.example"),
            List.of(IP_ADDRESS, "127.0.0.1"),
            List.of(IP_ADDRESS, "0:0:0:0:0:0:0:1"),
            List.of(IP_ADDRESS, "10.1.2.3"));
  }

  @Test
  void onAWildcardItNamesEveryAddress() throws Exception {
    assertThat(made(InetAddress.getByName("0.0.0.0")).getSubjectAlternativeNames())
        .contains(List.of(IP_ADDRESS, "127.0.0.1"))
        .doesNotContain(List.of(IP_ADDRESS, "0.0.0.0"));
  }

  @Test
  void theFingerprintIsOpenssls() throws Exception {
    assertThat(ServerTls.load(TlsConfig.selfSigned(InetAddress.getLoopbackAddress())).fingerprint())
        .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
  }

  private static X509Certificate made(InetAddress host) {
    return SelfSignedCertificate.forHost(host).chain().get(0);
  }
}
