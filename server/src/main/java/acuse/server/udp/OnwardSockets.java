package acuse.server.udp;

import acuse.server.guard.Limit;
import acuse.server.metrics.SessionCounters;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SessionTally;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The sockets onward of those peers who ask one socket of the server; each is a session. A session
 * begins with the first datagram of an address and port that may be forwarded, and ends when
 * neither side has sent anything for a minute: earlier where there are as many as there may be.
 *
 * <p>Belongs to the event loop of that socket.
 */
final class OnwardSockets implements DatagramSessions {
  private final Forwarder forwarder;
  private final ForwardGuard guard;
  private final OnwardChannels channels;
  private final PeerSide peerSide;
  private final TrafficCounters traffic;
  private final SessionCounters sessions;
  private final ServerObserver observer;
  private final boolean tellsSessions;
  private final Map<InetSocketAddress, OnwardSocket> byPeer = new HashMap<>();

  /** Has none. */
  OnwardSockets(
      Forwarder forwarder,
      OnwardChannels channels,
      PeerSide peerSide,
      TrafficCounters traffic,
      SessionCounters sessions) {
    this.forwarder = forwarder;
    this.guard = forwarder.guard();
    this.channels = channels;
    this.peerSide = peerSide;
    this.traffic = traffic;
    this.sessions = sessions;
    this.observer = forwarder.observer();
    this.tellsSessions = observer.wants().contains(Event.SESSION);
  }

  /**
   * The socket for a datagram that has come. It is opened if its peer has none.
   *
   * @return null if there may be none, or can be none; then the datagram is to be dropped
   */
  OnwardSocket heardFrom(DatagramPacket datagram) {
    OnwardSocket socket = byPeer.get(datagram.sender());
    if (socket == null) {
      socket = open(datagram.sender(), datagram.recipient());
    }
    int bytes = datagram.content().readableBytes();
    if (socket == null) {
      traffic.received(bytes);
    } else {
      socket.heardPeer(bytes);
    }
    return socket;
  }

  /** The socket of a session; null if it is over. */
  OnwardSocket of(Session session) {
    return byPeer.get(session.peer());
  }

  @Override
  public ImpairedSession heard(DatagramPacket datagram) {
    OnwardSocket socket = heardFrom(datagram);
    return socket == null ? null : socket.impaired();
  }

  /** Here faults count replies: a target need not send one for each message. */
  @Override
  public boolean mutesMessages() {
    return false;
  }

  /** What the target sends for it is counted when it comes. */
  @Override
  public boolean admitsCopyIn(NumberedDatagram message) {
    return true;
  }

  @Override
  public boolean admitsCopyOut(NumberedDatagram reply) {
    Session session = reply.session().session();
    OnwardSocket socket = of(session);
    return socket != null
        && guard.admitsReply(session.peer(), socket.account(), reply.payload().readableBytes());
  }

  @Override
  public void dropped() {
    guard.refuse(Limit.UDP_QUEUE);
  }

  /** Ends the sessions that have been silent for too long. */
  void endSilent() {
    long nowNanos = forwarder.nowNanos();
    ForwardLimits limits = forwarder.limits();
    boolean crowded = forwarder.isCrowded();
    long maxNanos = limits.maxSilence().toNanos();
    long maxNowNanos = crowded ? limits.crowdedSilence().toNanos() : maxNanos;
    Iterator<OnwardSocket> all = byPeer.values().iterator();
    while (all.hasNext()) {
      OnwardSocket socket = all.next();
      long silentNanos = nowNanos - socket.silentSinceNanos();
      if (silentNanos >= maxNowNanos && !socket.isHolding()) {
        all.remove();
        end(socket, silentNanos < maxNanos ? SessionEnd.CROWDED_OUT : SessionEnd.IDLE);
      }
    }
  }

  void endAll(SessionEnd why) {
    byPeer.values().forEach(socket -> end(socket, why));
    byPeer.clear();
  }

  private OnwardSocket open(InetSocketAddress peer, InetSocketAddress local) {
    InetAddress address = peer.getAddress();
    boolean trusted = guard.trusts(address);
    if (!(trusted || guard.admitsNew(address)) || !forwarder.takePlace(channels.bufferBytes())) {
      return null;
    }
    InetSocketAddress target = forwarder.address();
    Channel channel = forwarder.create(channels, target);
    if (channel == null) {
      forwarder.givePlace(channels.bufferBytes());
      return null;
    }
    Session session = forwarder.newSession(peer, local);
    SessionTally tally = forwarder.stories().begin(session, Optional.empty());
    OnwardSocket socket =
        new OnwardSocket(
            forwarder,
            channels,
            peerSide,
            session,
            forwarder.impair(session, tally),
            trusted ? null : new ByteAccount(address),
            tally);
    byPeer.put(peer, socket);
    sessions.began();
    if (tellsSessions) {
      observer.began(session);
    }
    socket.open(channel, target);
    return socket;
  }

  private void end(OnwardSocket socket, SessionEnd why) {
    socket.close();
    forwarder.givePlace(channels.bufferBytes());
    if (socket.impaired() == null) {
      tellEnd(socket, why);
    } else {
      socket.impaired().endWhenEmpty(() -> tellEnd(socket, why));
    }
  }

  private void tellEnd(OnwardSocket socket, SessionEnd why) {
    SessionTally tally = socket.tally();
    sessions.ended(why);
    if (tally != null) {
      tally.over(why);
    }
    if (tellsSessions) {
      observer.ended(socket.session(), why, tally.in());
    }
    forwarder.stories().end(tally);
  }
}
