package acuse.server.udp;

import io.netty.channel.socket.DatagramPacket;

/**
 * The sessions of peers that get acknowledgements. A copy brings one acknowledgement more, so it is
 * counted as the guard counts those.
 *
 * @param sessions all of the server
 * @param guard limits the acknowledgements
 */
record AnsweredSessions(UdpSessions sessions, UdpGuard guard) implements DatagramSessions {
  @Override
  public ImpairedSession heard(DatagramPacket datagram) {
    ImpairedSession session =
        sessions.heardImpaired(datagram.sender(), datagram.recipient(), System.nanoTime());
    if (session.tally() != null) {
      session.tally().read(datagram.content().readableBytes());
    }
    return session;
  }

  @Override
  public boolean mutesMessages() {
    return true;
  }

  @Override
  public boolean admitsCopyIn(NumberedDatagram message) {
    return guard.admitsCopy(message.session().session().peer());
  }

  @Override
  public boolean admitsCopyOut(NumberedDatagram reply) {
    return guard.admitsCopy(reply.session().session().peer());
  }

  @Override
  public void dropped() {
    guard.dropped();
  }
}
