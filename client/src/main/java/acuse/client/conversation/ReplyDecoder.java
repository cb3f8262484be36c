package acuse.client.conversation;

import acuse.common.protocol.Framing;
import java.util.List;

/** Cuts replies out of what a stream brings. Keeps what is unfinished; used by one thread. */
interface ReplyDecoder {
  /** Adds the replies that the next {@code length} bytes of the stream complete. */
  void decode(byte[] chunk, int length, List<byte[]> replies);

  /** The stream has ended: what is left over may be a last reply. */
  void end(List<byte[]> replies);

  static ReplyDecoder of(Framing framing) {
    return framing == Framing.LINE ? new LineReplies() : new FramedReplies(framing);
  }
}
