package acuse.fuzz;

import acuse.common.protocol.Framing;
import acuse.common.testing.fuzz.DecoderCheck;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** The decoders against the model of the wire. */
public final class DecoderTarget {
  private static final int MAX_PIECE_BYTES = 20;
  private static final int MAX_ENDING_BYTES = 2;

  private DecoderTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    Framing framing = data.pickValue(Framing.values());
    int limit =
        data.consumeBoolean()
            ? data.consumeInt(1, MAX_PIECE_BYTES)
            : Integer.MAX_VALUE - data.consumeInt(0, MAX_ENDING_BYTES + 1);
    DecoderCheck.check(framing, limit, Inputs.pieces(data, MAX_PIECE_BYTES));
  }
}
