package acuse.server.tcp;

/**
 * The peer's FIN is coming, and TLS did not vouch for it: what was sent may have had more to it. A
 * message without its ending is not to be taken for a whole one.
 */
enum StreamCut {
  INSTANCE
}
