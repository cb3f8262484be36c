package acuse.client.conversation;

import acuse.client.lines.LineCutter;
import acuse.client.lines.Lines;
import java.io.IOException;
import java.io.InputStream;

/** One reply per line. One that is too long is dropped: its message stays without an answer. */
final class LineReplies implements ReplyDecoder {
  private final LineCutter lines = new LineCutter(MessageSource.MAX_MESSAGE_BYTES);
  private boolean unreadable;

  @Override
  public boolean read(InputStream in) throws IOException {
    return lines.read(in);
  }

  @Override
  public Lines replies() {
    Lines replies = lines.lines();
    unreadable |= lines.isTooLong();
    return replies;
  }

  @Override
  public Lines rest() {
    Lines rest = lines.rest();
    unreadable |= lines.isTooLong();
    return rest;
  }

  @Override
  public boolean isInReply() {
    return lines.isInLine();
  }

  @Override
  public boolean isUnreadable() {
    return unreadable;
  }
}
