package acuse.server.udp;

/** Why a datagram is dropped by the faults on purpose, other than by loss. */
enum DatagramDrop {
  /** The session stalls. */
  STALL,
  /** More than a second's worth of the session waits for the rate. */
  RATE,
  /** Too many datagrams are held back, or there is no memory for another one. */
  NO_ROOM
}
