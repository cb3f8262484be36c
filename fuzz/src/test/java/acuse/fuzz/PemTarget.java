package acuse.fuzz;

import acuse.common.tls.PemCheck;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.Arrays;

/** Files of certificates and keys, against a second reader of the form. */
public final class PemTarget {
  private static final int LARGE_BYTES = 1 << 20;

  private PemTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws Exception {
    switch (data.consumeInt(0, 9)) {
      case 0 -> PemCheck.checkLarge(repeated(data.consumeRemainingAsBytes()));
      case 1, 2 -> PemCheck.check(data.consumeRemainingAsBytes());
      default -> PemCheck.check(bound -> data.consumeInt(0, bound - 1));
    }
  }

  /** As large as files may be, so that the time limit for an input shows what takes too long. */
  private static byte[] repeated(byte[] piece) {
    if (piece.length == 0) {
      return piece;
    }
    byte[] all = Arrays.copyOf(piece, LARGE_BYTES);
    for (int i = piece.length; i < all.length; i++) {
      all[i] = all[i - piece.length];
    }
    return all;
  }
}
