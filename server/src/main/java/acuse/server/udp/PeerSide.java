package acuse.server.udp;

import acuse.server.guard.Limit;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;

/**
 * Sends what comes from the target to its peer, through the socket that the peer has asked. It is
 * counted and told before faults on purpose, as acknowledgements are. Belongs to the socket's event
 * loop.
 */
final class PeerSide {
  private final Channel channel;
  private final ForwardGuard guard;
  private final ServerObserver observer;
  private final boolean tellsReplies;
  private final TrafficCounters counters;
  private final Arrivals arrivals;
  private final ByteBufAllocator allocator;
  private final DatagramNotes notes;
  private boolean flushes;

  /**
   * @param channel the socket that listens
   * @param arrivals is told of all that comes
   * @param notes are made of each datagram
   */
  PeerSide(
      Channel channel,
      Forwarder forwarder,
      TrafficCounters counters,
      Arrivals arrivals,
      ByteBufAllocator allocator,
      DatagramNotes notes) {
    this.channel = channel;
    this.guard = forwarder.guard();
    this.observer = forwarder.observer();
    this.tellsReplies = observer.wants().contains(Event.REPLY);
    this.counters = counters;
    this.arrivals = arrivals;
    this.allocator = allocator;
    this.notes = notes;
  }

  /**
   * Sends a datagram to a peer, but for a flush.
   *
   * @param from where it came
   * @param bytes the caller's, and free again when this returns
   */
  void send(OnwardSocket from, ByteBuf bytes) {
    arrivals.heard();
    Session session = from.session();
    ImpairedSession impaired = from.impaired();
    int length = bytes.readableBytes();
    if (!guard.admitsReply(session.peer(), from.account(), length)) {
      return;
    }
    if (impaired == null && !isWritable()) {
      guard.refuse(Limit.UDP_QUEUE);
      return;
    }
    counters.reply();
    counters.sent(length);
    if (from.tally() != null) {
      from.tally().messageOut();
      if (impaired == null) {
        from.tally().wrote(length); // otherwise the faults decide whether it goes
        notes.reply(from.tally().out().messages());
      }
    }
    if (tellsReplies) {
      observer.replied(session, bytes, bytes.readerIndex(), length);
    }
    ByteBuf own = allocator.ioBuffer(length).writeBytes(bytes, bytes.readerIndex(), length);
    DatagramPacket datagram = new DatagramPacket(own, session.peer());
    channel.write(impaired == null ? datagram : number(impaired, datagram), channel.voidPromise());
  }

  /** Flushes when all sockets that have something now are read: their datagrams go in one call. */
  void flushSoon() {
    if (!flushes) {
      flushes = true;
      channel.eventLoop().execute(this::flush);
    }
  }

  private void flush() {
    flushes = false;
    channel.flush();
  }

  private static NumberedDatagram number(ImpairedSession impaired, DatagramPacket datagram) {
    DatagramFaults faults = impaired.faults();
    long number = faults.out().nextNumber();
    boolean muted = !faults.areNone() && faults.isMuted(number);
    return new NumberedDatagram(impaired, number, muted, datagram);
  }

  private boolean isWritable() {
    if (!channel.isWritable()) {
      channel.flush();
    }
    return channel.isWritable();
  }
}
