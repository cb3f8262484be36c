package acuse.fuzz;

import acuse.common.protocol.Framing;
import acuse.common.testing.fuzz.DecoderCheck;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** The decoders against the model of the wire. */
public final class DecoderTarget {
  private static final int MAX_PIECE_BYTES = 20;

  private DecoderTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    Framing framing = data.pickValue(Framing.values());
    int limit =
        data.consumeBoolean()
            ? data.consumeInt(1, MAX_PIECE_BYTES)
            : data.consumeInt(1, Integer.MAX_VALUE);
    DecoderCheck.check(framing, limit, Inputs.pieces(data, MAX_PIECE_BYTES));
  }
}
