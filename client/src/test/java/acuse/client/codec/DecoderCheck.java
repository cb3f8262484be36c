package acuse.client.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.testing.fuzz.Cut;
import acuse.common.testing.fuzz.WireModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds a stream to what cuts it on plain arrays, and holds the outcome against {@link WireModel},
 * as the server's decoders are held.
 */
public final class DecoderCheck {
  private DecoderCheck() {}

  /**
   * Fails unless a {@link LineReader} finds the lines of a stream, and can write them with the ends
   * with which it read them.
   *
   * @param reads an empty one is left out
   */
  public static void checkLines(int maxLineBytes, List<byte[]> reads) throws IOException {
    Pieces in = new Pieces(reads);
    LineReader reader = new LineReader(maxLineBytes);
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream asRead = new ByteArrayOutputStream();
    boolean anyTooLong = false;
    boolean ended = false;
    while (!ended) {
      ended = !reader.read(in);
      Lines more = ended ? reader.rest() : reader.lines();
      anyTooLong |= reader.isTooLong();
      more.writeAsReadTo(asRead);
      addTo(lines, more);
    }
    List<Cut> cuts = WireModel.cuts(Framing.LINE, maxLineBytes, reads);
    assertThat(lines).isEqualTo(messages(cuts));
    assertThat(asRead.toString(ISO_8859_1)).isEqualTo(withEnds(cuts));
    assertThat(anyTooLong).as("a line is too long").isEqualTo(messages(cuts).size() < cuts.size());
  }

  /** Fails unless the decoder for {@code framing} finds the replies of a stream. */
  public static void checkReplies(Framing framing, int maxReplyBytes, List<byte[]> reads)
      throws IOException {
    Pieces in = new Pieces(reads);
    ReplyDecoder decoder = ReplyDecoder.of(framing, maxReplyBytes);
    List<String> replies = new ArrayList<>();
    while (decoder.read(in)) {
      addTo(replies, decoder.replies());
    }
    addTo(replies, decoder.rest());
    assertThat(replies).isEqualTo(messages(WireModel.cuts(framing, maxReplyBytes, reads)));
  }

  private static void addTo(List<String> all, Lines more) {
    for (int i = 0; i < more.count(); i++) {
      all.add(new String(more.get(i), ISO_8859_1));
    }
  }

  private static List<String> messages(List<Cut> cuts) {
    return cuts.stream().filter(cut -> cut.message() != null).map(Cut::message).toList();
  }

  /** A last line without an end gets an LF. */
  private static String withEnds(List<Cut> cuts) {
    StringBuilder lines = new StringBuilder();
    for (Cut cut : cuts) {
      if (cut.message() != null) {
        lines.append(cut.message());
        lines.append(cut.ending().length() == 2 ? "\r\n" : "\n");
      }
    }
    return lines.toString();
  }
}
