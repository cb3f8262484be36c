package acuse.server.tcp;

/** Tells a session that its connection is being reset, because its buffers are needed. */
enum BuffersNeeded {
  INSTANCE
}
