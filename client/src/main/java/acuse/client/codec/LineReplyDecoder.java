package acuse.client.codec;

import java.io.IOException;
import java.io.InputStream;

/** One reply per line. One that is too long is dropped: its message stays without an answer. */
final class LineReplyDecoder implements ReplyDecoder {
  private final LineReader lines;
  private boolean unreadable;

  LineReplyDecoder(int maxReplyBytes) {
    this.lines = new LineReader(maxReplyBytes);
  }

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
