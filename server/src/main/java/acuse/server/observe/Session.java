package acuse.server.observe;

import acuse.common.protocol.Protocol;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A peer that talks to the server; every event names it. Over TCP a session is a connection. Over
 * UDP it is a sender's address and port, from its first datagram to the exit word or a minute of
 * silence; where datagrams are forwarded, a minute in which the target is silent, too.
 *
 * @param id counts the sessions of a server, from 1
 * @param protocol what it talks over
 * @param peer who it is; behind a proxy, whom the proxy names
 * @param local the address of the server that the peer asked
 * @param since when it began
 * @param secured whether it talks TLS
 */
public record Session(
    long id,
    Protocol protocol,
    InetSocketAddress peer,
    InetSocketAddress local,
    Instant since,
    boolean secured) {}
