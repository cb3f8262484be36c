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
 * @param source where our own sockets are bound; empty for where the system likes
 * @param port 1 to 65535
 * @param framing what marks messages on TCP; not {@link Framing#AUTO}
 * @param timeout how long to wait for a connection, and for each reply
 * @param retries how often a datagram without a reply is sent again
 * @param windowMessages how many messages may wait for replies at once; at least 1
 * @param tls what secures a TCP connection
 * @param tlsName what the server is asked for and has to prove with TLS; empty for the host
 */
public record ClientConfig(
    Protocol protocol,
    String host,
    Optional<SourceAddress> source,
    int port,
    Framing framing,
    Duration timeout,
    int retries,
    int windowMessages,
    Optional<ClientTls> tls,
    Optional<String> tlsName) {
  /** The name or address that the server's certificate has to be valid for. */
  public String certifiedName() {
    return tlsName.isPresent() ? tlsName.get() : host;
  }
}
