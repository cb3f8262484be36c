package acuse.fuzz;

import acuse.client.codec.EncoderCheck;
import acuse.common.protocol.Framing;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;

/** The frames that the client writes, read by the model of the wire. */
public final class ClientEncoderTarget {
  private static final int MAX_MESSAGE_BYTES = 300;

  private ClientEncoderTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    Framing framing = data.pickValue(new Framing[] {Framing.LINE, Framing.RAW, Framing.LENGTH});
    EncoderCheck.check(framing, Inputs.pieces(data, MAX_MESSAGE_BYTES));
  }
}
