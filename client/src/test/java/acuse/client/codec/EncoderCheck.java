package acuse.client.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import acuse.common.testing.fuzz.Cut;
import acuse.common.testing.fuzz.WireModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes messages as frames, and lets {@link WireModel} read them. */
public final class EncoderCheck {
  private EncoderCheck() {}

  /**
   * Fails unless the model finds in the frames what was written.
   *
   * @param framing not {@link Framing#AUTO}
   * @param messages those that no frame can carry are left out
   */
  public static void check(Framing framing, List<byte[]> messages) throws IOException {
    FrameEncoder frame = FrameEncoder.of(framing);
    List<byte[]> carried = new ArrayList<>();
    for (byte[] message : messages) {
      boolean oneLine = new String(message, ISO_8859_1).indexOf('\n') < 0;
      if (frame.canCarry(message.length) && (oneLine || framing != Framing.LINE)) {
        carried.add(message);
      }
    }
    List<byte[]> frames = new ArrayList<>();
    if (framing == Framing.RAW) { // where only taking turns tells messages apart
      for (byte[] message : carried) {
        frames.add(write(frame, List.of(message)));
      }
    } else {
      frames.add(write(frame, carried));
    }
    List<String> read = new ArrayList<>();
    for (Cut cut : WireModel.cuts(framing, Integer.MAX_VALUE, frames)) {
      read.add(framing == Framing.LINE ? line(cut) : cut.message() + end(cut.ending()));
    }
    assertThat(read)
        .isEqualTo(carried.stream().map(message -> new String(message, ISO_8859_1)).toList());
  }

  /** A message that ends in CR is read as one whose line ends in CRLF. */
  private static String line(Cut cut) {
    return cut.message() + (cut.ending() == LineEnding.CRLF ? "\r" : "");
  }

  private static String end(LineEnding ending) {
    return switch (ending) {
      case NONE -> "";
      case LF -> "\n";
      case CRLF -> "\r\n";
    };
  }

  private static byte[] write(FrameEncoder frame, List<byte[]> messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FrameWriter(frame, out).write(Lines.of(messages));
    return out.toByteArray();
  }
}
