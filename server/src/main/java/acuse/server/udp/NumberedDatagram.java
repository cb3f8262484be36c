package acuse.server.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;

/**
 * A message or a reply of a session whose datagrams may meet faults on purpose. What is passed on
 * is the receiver's to release.
 *
 * @param number counts the messages or replies of the session, from 1; copies share it
 * @param isMuted whether it is a message that is to have no reply; where a target replies, whether
 *     it is a reply that is not to go
 */
record NumberedDatagram(
    ImpairedSession session, long number, boolean isMuted, DatagramPacket datagram) {
  ByteBuf payload() {
    return datagram.content();
  }

  /** The same with other bytes, which are handed over. */
  NumberedDatagram withPayload(ByteBuf bytes) {
    return new NumberedDatagram(
        session,
        number,
        isMuted,
        new DatagramPacket(bytes, datagram.recipient(), datagram.sender()));
  }

  NumberedDatagram retain() {
    datagram.retain();
    return this;
  }

  void release() {
    datagram.release();
  }
}
