package acuse.server.udp;

/**
 * Is told what becomes of the datagram that a socket's handlers have in their hands, so that its
 * record in a capture can say so. On one event loop.
 */
interface DatagramNotes {
  /** Where nothing is captured. */
  DatagramNotes NONE = new DatagramNotes() {};

  /** The datagram that has come is this message of its session, counted from 1. */
  default void message(long number) {}

  /** The datagram that is written next is this reply. */
  default void reply(long number) {}

  /** The datagram that has come is lost on purpose. */
  default void messageLost() {}

  /** A reply is lost on purpose. */
  default void replyLost(NumberedDatagram reply) {}
}
