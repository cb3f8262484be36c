package acuse.server.guard;

/** The limits that can keep the server from serving a peer. */
public enum Limit {
  /** The address rules, on a connection or a datagram. */
  ADDRESS_RULES,
  /** There were as many connections as there may be. */
  CONNECTIONS,
  /** An address had as many connections as one may have. */
  CONNECTIONS_PER_ADDRESS,
  /** A proxy sent no header, or a peer that is no proxy sent one. */
  PROXY_HEADER,
  /** A proxy's header was longer than one may be. */
  PROXY_HEADER_LENGTH,
  /** A TLS handshake took too long. */
  TLS_HANDSHAKE,
  /** A connection was silent for too long. */
  IDLE_TIMEOUT,
  /** A peer did not take its replies for too long. */
  WRITE_TIMEOUT,
  /** All connections together held too many bytes, and one of those that held most was reset. */
  BUFFERED_BYTES,
  /** All connections together held too many bytes for a further TLS handshake. */
  TLS_BUFFERED_BYTES,
  /** When the server stopped, a connection did not end in time. */
  DRAIN_TIMEOUT,
  /** A datagram was sent to a broadcast address or a multicast group. */
  UDP_BROADCAST,
  /** A datagram came from a port that no client has, or that is the server's own. */
  UDP_PORT,
  /** A datagram carried our own replies, as from a server that answers answers. */
  UDP_LOOP,
  /** An address asked more often than it may. */
  UDP_RATE,
  /** More datagrams waited than the system takes: answers, or what is forwarded. */
  UDP_QUEUE,
  /** There were as many sockets onward as there may be, or no memory for one more. */
  FORWARD_SOCKETS,
  /** Peers came faster than sockets onward may be opened. */
  FORWARD_RATE,
  /** The system gave no socket onward, as when this process may open no more files. */
  FORWARD_NO_SOCKET,
  /** A target sent a peer more than three times the bytes that the peer had sent. */
  FORWARD_BYTES
}
