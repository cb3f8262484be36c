package acuse.common.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a server answers, byte by byte, as docs/protocol.md has it.
 *
 * @param framing of TCP
 * @param template of replies, as it is written
 * @param exitWord empty if there is none
 */
public record ReplyModel(Framing framing, String template, int maxMessageBytes, String exitWord) {
  private static final int MAX_DATAGRAM_BYTES = 65_507;

  /** All replies to a TCP peer who sends {@code steps} and then FIN. */
  public byte[] tcpReplies(List<byte[]> steps) {
    StringBuilder replies = new StringBuilder();
    for (Cut cut : WireModel.cuts(framing, maxMessageBytes, steps)) {
      if (cut.isExit(exitWord)) {
        break;
      }
      String reply = reply(Protocol.TCP, cut, maxMessageBytes);
      if (framing == Framing.LENGTH) {
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(reply.length()).array();
        replies.append(new String(length, ISO_8859_1));
      }
      replies.append(reply);
    }
    return replies.toString().getBytes(ISO_8859_1);
  }

  /** Whether the server ends the session without waiting for FIN, which also ends a last line. */
  public boolean exitsBeforeFin(List<byte[]> steps) {
    return WireModel.cuts(framing, maxMessageBytes, steps).stream()
        .anyMatch(
            cut ->
                cut.isExit(exitWord)
                    && (framing == Framing.LENGTH || cut.ending() != LineEnding.NONE));
  }

  /** The datagram that answers {@code datagram}. */
  public byte[] udpReply(byte[] datagram) {
    String bytes = new String(datagram, ISO_8859_1);
    Cut endless = Cut.of(bytes, Integer.MAX_VALUE);
    int limit = udpLimit(endless.ending());
    return reply(Protocol.UDP, Cut.of(bytes, limit), limit).getBytes(ISO_8859_1);
  }

  /** The longest message that is not too long for a datagram, or for its reply's. */
  public int udpLimit(LineEnding ending) {
    if (!template.contains("{message}")) {
      return maxMessageBytes;
    }
    int room = MAX_DATAGRAM_BYTES - reply(Protocol.UDP, new Cut("", ending), 0).length();
    return Math.min(maxMessageBytes, room);
  }

  private String reply(Protocol protocol, Cut cut, int limit) {
    String text =
        cut.isTooLong()
            ? "Servidor {protocol} rechazó: el mensaje supera " + limit + " bytes"
            : template;
    String bytes =
        new String(text.replace("{protocol}", protocol.name()).getBytes(UTF_8), ISO_8859_1);
    String reply = cut.isTooLong() ? bytes : bytes.replace("{message}", cut.message());
    return reply
        + switch (cut.ending()) {
          case NONE -> "";
          case LF -> "\n";
          case CRLF -> "\r\n";
        };
  }
}
