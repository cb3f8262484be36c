package acuse.client.conversation;

import acuse.client.lines.Lines;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.InputStream;

/** Cuts replies out of what a stream brings. Keeps what is unfinished; used by one thread. */
interface ReplyDecoder {
  /**
   * Waits for more of the stream. The replies that were had before are gone then.
   *
   * @return false if it has ended
   */
  boolean read(InputStream in) throws IOException;

  /** The replies that the last read completed. */
  Lines replies();

  /** The stream has ended: what is left over may be a last reply. */
  Lines rest();

  static ReplyDecoder of(Framing framing) {
    return framing == Framing.LINE ? new LineReplies() : new FramedReplies(framing);
  }
}
