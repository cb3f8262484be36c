package acuse.server.udp;

import acuse.common.protocol.LineEnding;
import acuse.server.guard.Failure;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.ReplyFacts;
import acuse.server.story.SessionTally;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Answers every datagram that the guard admits with one datagram, through the socket it came in by.
 *
 * <pre>
 * datagram ─→ {@link UdpGuard} ─→ {@link DatagramResponder} ─→ datagram
 * </pre>
 *
 * <p>Serves all sockets of one event loop, and none of another. An error in one datagram is that
 * datagram's alone: the socket stays open.
 *
 * <p>Where there can be faults on purpose, others stand in its place: see {@link
 * ImpairedUdpHandler}.
 */
@ChannelHandler.Sharable
final class UdpHandler extends ChannelInboundHandlerAdapter {
  private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(UdpHandler.class);

  private final DatagramResponder responder;
  private final UdpGuard guard;
  private final TrafficCounters counters;
  private final Arrivals arrivals;
  private final Optional<UdpSessions> sessions;
  private final DatagramNotes notes;

  /**
   * Has heard nothing.
   *
   * @param sessions empty if nobody wants to know whose messages they are, and no reply tells
   * @param notes are made of each datagram
   */
  UdpHandler(
      DatagramResponder responder,
      UdpGuard guard,
      TrafficCounters counters,
      Arrivals arrivals,
      Optional<UdpSessions> sessions,
      DatagramNotes notes) {
    this.responder = responder;
    this.guard = guard;
    this.counters = counters;
    this.arrivals = arrivals;
    this.sessions = sessions;
    this.notes = notes;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    arrivals.heard();
    DatagramPacket datagram = (DatagramPacket) read;
    try {
      answer(ctx, datagram);
    } finally {
      datagram.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    report(cause);
  }

  /** Reports of the network about single datagrams, such as "unreachable", are ignored. */
  static void report(Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in handling a datagram", cause);
    }
  }

  private void answer(ChannelHandlerContext ctx, DatagramPacket datagram) {
    ByteBuf bytes = datagram.content();
    counters.received(bytes.readableBytes());
    InetSocketAddress peer = datagram.sender();
    int start = bytes.readerIndex();
    LineEnding ending = LineEnding.of(bytes, start, bytes.readableBytes());
    int length = bytes.readableBytes() - ending.length();
    boolean tooLong = responder.isTooLong(length, ending);
    int ownPort = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
    if (!guard.admits(peer, ownPort, bytes, start, length, tooLong)) {
      return;
    }
    if (responder.namesFacts()) {
      responder.facts().between(peer, datagram.recipient());
    }
    UdpSessions.Heard heard = heard(datagram);
    Session session = heard == null ? null : heard.session();
    SessionTally tally = heard == null ? null : heard.tally();
    send(ctx, peer, tally, responder.answer(session, tally, bytes, start, length, ending, tooLong));
    if (responder.exitSeen() && sessions.isPresent()) {
      sessions.get().end(peer, SessionEnd.EXIT);
    }
  }

  /** The session of a datagram that is answered next; null if nobody wants to know. */
  private UdpSessions.Heard heard(DatagramPacket datagram) {
    if (sessions.isEmpty()) {
      return null;
    }
    UdpSessions.Heard heard =
        sessions.get().heard(datagram.sender(), datagram.recipient(), System.nanoTime());
    ReplyFacts facts = responder.facts();
    facts.session(heard.session().id());
    facts.number(heard.number());
    facts.reads(heard.number());
    notes.message(heard.number());
    if (heard.tally() != null) {
      heard.tally().read(datagram.content().readableBytes());
    }
    return heard;
  }

  /** UDP promises no delivery, and memory is bounded: where too much waits, a reply is dropped. */
  private void send(
      ChannelHandlerContext ctx, InetSocketAddress peer, SessionTally tally, ByteBuf reply) {
    if (!ctx.channel().isWritable()) {
      ctx.flush();
    }
    if (ctx.channel().isWritable()) {
      counters.reply();
      counters.sent(reply.readableBytes());
      if (tally != null) {
        tally.wrote(reply.readableBytes());
        notes.reply(tally.out().messages());
      }
      ctx.write(new DatagramPacket(reply, peer), ctx.voidPromise());
    } else {
      reply.release();
      guard.dropped();
    }
  }
}
