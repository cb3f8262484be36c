package acuse.client.ping;

import acuse.client.conversation.PeerException;
import java.util.Optional;

/** Sends the messages of one protocol. */
interface Pings {
  /**
   * Sends until the last one has its fate, or {@link #stop} was called.
   *
   * @return why nothing came, if the system or the peer said so
   */
  Optional<PeerException> run() throws InterruptedException;

  /** Ends {@link #run} soon; for any thread. */
  void stop();
}
