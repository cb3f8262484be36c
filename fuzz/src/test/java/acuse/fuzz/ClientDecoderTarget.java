package acuse.fuzz;

import acuse.client.codec.DecoderCheck;
import acuse.common.protocol.Framing;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.util.List;

/** The client's line reader and its reply decoders against the model of the wire. */
public final class ClientDecoderTarget {
  private static final int MAX_PIECE_BYTES = 20;

  private ClientDecoderTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    Framing framing = data.pickValue(new Framing[] {Framing.LINE, Framing.RAW, Framing.LENGTH});
    int limit = data.consumeInt(1, 2 * MAX_PIECE_BYTES);
    List<byte[]> pieces = Inputs.pieces(data, MAX_PIECE_BYTES);
    if (framing == Framing.LINE) {
      DecoderCheck.checkLines(limit, pieces);
    }
    DecoderCheck.checkReplies(framing, limit, pieces);
  }
}
