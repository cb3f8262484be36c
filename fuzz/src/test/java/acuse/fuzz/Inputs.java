package acuse.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.ArrayList;
import java.util.List;

/** Makes what targets need of the bytes that Jazzer gives. */
final class Inputs {
  private Inputs() {}

  /** All that is left, as a stream in pieces of up to {@code maxBytes}; some may be empty. */
  static List<byte[]> pieces(FuzzedDataProvider data, int maxBytes) {
    List<byte[]> pieces = new ArrayList<>();
    while (data.remainingBytes() > 0) {
      pieces.add(data.consumeBytes(data.consumeInt(0, maxBytes)));
    }
    return pieces;
  }
}
