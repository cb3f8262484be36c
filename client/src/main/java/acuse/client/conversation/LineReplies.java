package acuse.client.conversation;

import acuse.client.lines.LineCutter;
import java.util.List;

/** A reply a line. One that is too long is dropped: its message stays without an answer. */
final class LineReplies implements ReplyDecoder {
  private final LineCutter lines = new LineCutter(MessageSource.MAX_MESSAGE_BYTES);

  @Override
  public void decode(byte[] chunk, int length, List<byte[]> replies) {
    lines.take(chunk, length);
    while (lines.hasLine()) {
      addIfAny(lines.line(), replies);
    }
  }

  @Override
  public void end(List<byte[]> replies) {
    addIfAny(lines.rest(), replies);
  }

  private static void addIfAny(byte[] reply, List<byte[]> replies) {
    if (reply != null) {
      replies.add(reply);
    }
  }
}
