package acuse.server.listen;

import java.net.InetSocketAddress;

/**
 * A socket that this process was started with: listening, or for datagrams, and not blocking.
 *
 * @param descriptor its number
 * @param address where it is bound, with the real port
 */
public record InheritedSocket(int descriptor, InetSocketAddress address) {}
