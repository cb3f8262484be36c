package acuse.client.conversation;

import java.io.IOException;

/** Sends messages to a peer and takes its replies, over one protocol. */
public interface Conversation extends AutoCloseable {
  /**
   * Talks until the messages end, the peer goes, or nobody reads the output. Every message that was
   * taken from {@code messages} gets its {@link Answer}.
   *
   * @param messages read on a thread of its own, which may be left waiting for input when this
   *     returns
   * @throws PeerException if nobody is there, or the connection broke
   * @throws IOException if {@code answers} failed, or {@code messages} did
   */
  void run(MessageSource messages, AnswerSink answers) throws IOException, InterruptedException;

  @Override
  void close();
}
