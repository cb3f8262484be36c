package acuse.common.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The replies of a server, byte by byte, as docs/protocol.md has it.
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

  /** Whether {@code datagram} looks like one from a server that answers answers: it gets none. */
  public boolean goesRound(byte[] datagram) {
    String message = Cut.of(new String(datagram, ISO_8859_1), Integer.MAX_VALUE).message();
    String[] own = bytes(template.replace("{protocol}", "UDP")).split("\\{message}", -1);
    if (own.length == 1) {
      return message.equals(own[0]);
    }
    String added = own[0].isEmpty() ? own[1] : own[0];
    String mark = added.substring(0, Math.min(added.length(), 32));
    int looked = 1024 + 4 * (own[0].length() + own[1].length());
    String ends =
        message.length() <= 2 * looked
            ? message
            : message.substring(0, looked) + '|' + message.substring(message.length() - looked);
    int times = ends.split(bytes("Servidor UDP rechazó: "), -1).length - 1;
    if (mark.length() >= 8) {
      times += ends.split(Pattern.quote(mark), -1).length - 1;
    } else if (!mark.isEmpty()) {
      times += own[0].isEmpty() ? marksAtTheEnd(ends, mark) : marksAtTheStart(ends, mark);
    }
    return times > 1;
  }

  private static int marksAtTheStart(String text, String mark) {
    return text.startsWith(mark) ? 1 + marksAtTheStart(text.substring(mark.length()), mark) : 0;
  }

  private static int marksAtTheEnd(String text, String mark) {
    String rest = text.substring(0, Math.max(0, text.length() - mark.length()));
    return text.endsWith(mark) ? 1 + marksAtTheEnd(rest, mark) : 0;
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
    String bytes = bytes(text.replace("{protocol}", protocol.name()));
    String reply = cut.isTooLong() ? bytes : bytes.replace("{message}", cut.message());
    return reply
        + switch (cut.ending()) {
          case NONE -> "";
          case LF -> "\n";
          case CRLF -> "\r\n";
        };
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
