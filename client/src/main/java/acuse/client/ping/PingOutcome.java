package acuse.client.ping;

import acuse.client.conversation.PeerException;
import java.util.Optional;

/**
 * How the messages of one protocol fared as a whole.
 *
 * @param allAnswered whether each had a reply in time, and there was one at least
 * @param failure why nothing came, if the system or the peer said so
 */
public record PingOutcome(boolean allAnswered, Optional<PeerException> failure) {}
