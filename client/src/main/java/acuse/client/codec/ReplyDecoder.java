package acuse.client.codec;

import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.InputStream;

/** Cuts replies out of a stream. Keeps the unfinished reply; used by one thread. */
public interface ReplyDecoder {
  /**
   * Waits for more of the stream. Earlier replies are invalid then.
   *
   * @return false if it has ended
   */
  boolean read(InputStream in) throws IOException;

  /** The replies that the last read completed. */
  Lines replies();

  /** The peer has ended the stream: what is left over may be a last reply. */
  Lines rest();

  /** Whether a reply has begun that has not ended. */
  boolean isInReply();

  /** Whether something came that is no reply, or one that is too long to be believed. */
  boolean isUnreadable();

  /**
   * A decoder for {@code framing}, which is not {@link Framing#AUTO}.
   *
   * @param maxReplyBytes a reply of more bytes is dropped; its line's ending does not count
   */
  static ReplyDecoder of(Framing framing, int maxReplyBytes) {
    return framing == Framing.LINE
        ? new LineReplyDecoder(maxReplyBytes)
        : new BufferedReplyDecoder(framing, maxReplyBytes);
  }
}
