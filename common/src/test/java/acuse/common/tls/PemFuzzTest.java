package acuse.common.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import acuse.common.testing.fuzz.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFuzzTest {
  private static final int CASES = 3000;
  private static final int LARGE_CHARS = 1 << 20;

  @Test
  void itHoldsTheCertificatesAndTheKeyThatTheModelFinds() {
    Seeds.forEach(CASES, random -> PemCheck.check(random::below));
  }

  /**
   * Each of these takes milliseconds, if the time grows with the length and not with its square.
   */
  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "-----BEGIN A-----",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----A",
        "-----BEGIN ",
        "-----BEGIN -----END -----",
        "-----",
        "A"
      })
  void aLargeFileIsReadInOnePass(String piece) {
    PemCheck.checkLarge(piece.repeat(LARGE_CHARS / piece.length()).getBytes(ISO_8859_1));
  }
}
