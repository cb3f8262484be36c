package acuse.server.udp;

import acuse.common.protocol.LineEnding;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.ReplyFacts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/**
 * Answers the datagrams that have come through the faults on purpose, and gives each reply its
 * number. A reply counts as sent, whatever happens to it then. Serves all sockets of one event
 * loop.
 */
@ChannelHandler.Sharable
final class NumberedUdpHandler extends ChannelInboundHandlerAdapter {
  private final DatagramResponder responder;
  private final TrafficCounters counters;
  private final UdpSessions sessions;

  NumberedUdpHandler(DatagramResponder responder, TrafficCounters counters, UdpSessions sessions) {
    this.responder = responder;
    this.counters = counters;
    this.sessions = sessions;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    NumberedDatagram message = (NumberedDatagram) read;
    try {
      receive(ctx, message);
    } finally {
      message.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    UdpHandler.report(cause);
  }

  private void receive(ChannelHandlerContext ctx, NumberedDatagram message) {
    ByteBuf bytes = message.payload();
    counters.received(bytes.readableBytes());
    ImpairedSession impaired = message.session();
    Session session = impaired.session();
    int start = bytes.readerIndex();
    LineEnding ending = LineEnding.of(bytes, start, bytes.readableBytes());
    int length = bytes.readableBytes() - ending.length();
    boolean tooLong = responder.isTooLong(length, ending);
    if (responder.namesFacts()) {
      ReplyFacts facts = responder.facts();
      facts.between(session.peer(), session.local());
      facts.session(session.id());
      facts.number(message.number());
      facts.reads(impaired.datagramsHeard());
    }
    if (message.isMuted()) {
      responder.receive(session, impaired.tally(), bytes, start, length, ending, tooLong);
    } else {
      send(
          ctx,
          impaired,
          responder.answer(session, impaired.tally(), bytes, start, length, ending, tooLong));
    }
    if (responder.exitSeen()) {
      sessions.end(impaired, SessionEnd.EXIT);
    }
  }

  private void send(ChannelHandlerContext ctx, ImpairedSession session, ByteBuf reply) {
    counters.reply();
    counters.sent(reply.readableBytes());
    DatagramPacket datagram = new DatagramPacket(reply, session.session().peer());
    long number = session.faults().out().nextNumber();
    ctx.write(new NumberedDatagram(session, number, false, datagram), ctx.voidPromise());
  }
}
