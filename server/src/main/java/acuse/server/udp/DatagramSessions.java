package acuse.server.udp;

import io.netty.channel.socket.DatagramPacket;

/** Whose datagrams meet faults on purpose, and which more of them there may be. */
interface DatagramSessions {
  /**
   * The session of a datagram that has come, which begins with it if there was none.
   *
   * @return null if the datagram is to be dropped
   */
  ImpairedSession heard(DatagramPacket datagram);

  /** Whether being mute is a matter of messages, as it is where each has one reply. */
  boolean mutesMessages();

  /** Whether this message may come once more. */
  boolean admitsCopyIn(NumberedDatagram message);

  /** Whether this reply may go once more. */
  boolean admitsCopyOut(NumberedDatagram reply);

  /** The system takes no more, so a reply was dropped. */
  void dropped();
}
