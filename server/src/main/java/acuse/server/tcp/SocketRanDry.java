package acuse.server.tcp;

/**
 * What was read last was all that had arrived. Without TLS a session sees that by itself: a read
 * did not fill its buffer.
 */
enum SocketRanDry {
  INSTANCE
}
