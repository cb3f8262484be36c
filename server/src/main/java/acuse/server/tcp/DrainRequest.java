package acuse.server.tcp;

/** Asks every session to answer what has arrived, and then to end: the server stops. */
enum DrainRequest {
  INSTANCE
}
