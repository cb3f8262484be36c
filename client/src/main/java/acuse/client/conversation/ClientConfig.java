package acuse.client.conversation;

import acuse.client.tls.ClientTls;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.time.Duration;
import java.util.Optional;

/**
 * The peer of a conversation, and how to talk to it.
 *
 * @param protocol which one to speak
 * @param host a name or an address, not resolved yet
 * @param port 1 to 65535
 * @param framing what marks messages on TCP; not {@link Framing#AUTO}
 * @param timeout how long to wait for a connection, and for each reply
 * @param retries how often a datagram without a reply is sent again
 * @param windowMessages how many messages may wait for replies at once; at least 1
 * @param tls what secures a TCP connection
 */
public record ClientConfig(
    Protocol protocol,
    String host,
    int port,
    Framing framing,
    Duration timeout,
    int retries,
    int windowMessages,
    Optional<ClientTls> tls) {}
