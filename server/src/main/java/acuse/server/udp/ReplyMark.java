package acuse.server.udp;

import acuse.common.protocol.Placeholder;
import acuse.common.protocol.ReplyPart;
import acuse.common.protocol.ReplyTemplate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What all replies of a template have in common, whatever their values are. Immutable.
 *
 * <pre>
 * {time} Servidor UDP: {message}     text " Servidor UDP: ", wherever it stands
 * {time} {message}                   pattern of a time and a space, wherever it stands
 * {number}: {message}                pattern of a number, ": ", at the start, four times
 * {number}{message}                  nothing that a message could not have
 * </pre>
 *
 * @param text a text that is long enough to count anywhere, or the whole text of a side that is
 *     always the same; empty if there is only a pattern, or nothing
 * @param pattern null if the text is enough, or if nothing tells
 * @param patternTells whether the pattern counts anywhere; else it counts where this server puts
 *     it, and only {@value #TIMES_OF_NUMBERS} in a row are two rounds
 * @param inFront whether text and pattern stand before the message
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ReplyMark(byte[] text, ReplyPattern pattern, boolean patternTells, boolean inFront) {
  /**
   * A shorter text appears in messages by chance. It counts only at the end where two servers like
   * this one put it.
   */
  static final int TELLING_BYTES = 8;

  /** More of a text is not compared, because this much appears nowhere by chance. */
  private static final int MAX_TEXT_BYTES = 32;

  /** Two numbers in front are a likely message, four are not. */
  static final int TIMES_OF_NUMBERS = 4;

  private static final Set<Placeholder> TELLING =
      EnumSet.of(Placeholder.TIME, Placeholder.PEER, Placeholder.PEER_ADDRESS, Placeholder.LOCAL);

  static ReplyMark of(ReplyTemplate.Compiled template) {
    boolean inFront = template.prefix().maxBytes() >= template.suffix().maxBytes();
    ReplyPart added = inFront ? template.prefix() : template.suffix();
    if (added.isFixed()) {
      return new ReplyMark(start(added.bytes()), null, false, inFront);
    }
    byte[] longest = longestText(template);
    if (longest.length >= TELLING_BYTES) {
      return new ReplyMark(start(longest), null, false, inFront);
    }
    ReplyPattern pattern = isTelling(added) ? new ReplyPattern(added) : null;
    return new ReplyMark(new byte[0], pattern, namesTelling(added), inFront);
  }

  /** Whether a part of a reply has more than numbers. */
  static boolean isTelling(ReplyPart part) {
    return namesTelling(part)
        || part.segments().stream().anyMatch(ReplyPart.Fixed.class::isInstance);
  }

  private static boolean namesTelling(ReplyPart part) {
    return part.segments().stream()
        .anyMatch(
            segment ->
                segment instanceof ReplyPart.Value value && TELLING.contains(value.placeholder()));
  }

  private static byte[] longestText(ReplyTemplate.Compiled template) {
    return Stream.of(template.prefix(), template.suffix())
        .map(ReplyPart::segments)
        .flatMap(List::stream)
        .filter(ReplyPart.Fixed.class::isInstance)
        .map(segment -> ((ReplyPart.Fixed) segment).bytes())
        .reduce(new byte[0], (longest, each) -> each.length > longest.length ? each : longest);
  }

  private static byte[] start(byte[] text) {
    return Arrays.copyOf(text, Math.min(text.length, MAX_TEXT_BYTES));
  }
}
