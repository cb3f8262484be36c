package acuse.server.udp;

import acuse.common.protocol.LineEnding;
import acuse.server.guard.Failure;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.Acknowledgement;
import acuse.server.reply.Responder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
 * datagram ─→ {@link UdpGuard} ─→ {@link Responder} ─→ datagram
 * </pre>
 *
 * <p>Serves all sockets of one event loop, and none of another. An error in one datagram is that
 * datagram's alone: the socket stays open.
 */
@ChannelHandler.Sharable
final class UdpHandler extends ChannelInboundHandlerAdapter {
  private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(UdpHandler.class);

  private final Acknowledgement acknowledgement;
  private final Responder responder;
  private final UdpGuard guard;
  private final TrafficCounters counters;
  private final ByteBufAllocator allocator;
  private final Optional<UdpSessions> sessions;

  private ByteBuf reply;
  private boolean heard;

  /**
   * Has heard nothing.
   *
   * @param allocator what replies are written into
   * @param sessions empty if no observer wants to know whose messages they are
   */
  UdpHandler(
      Responder.Factory responders,
      UdpGuard guard,
      TrafficCounters counters,
      ByteBufAllocator allocator,
      Optional<UdpSessions> sessions) {
    this.acknowledgement = responders.acknowledgement();
    this.responder = responders.newResponder(this::newReply, counters);
    this.guard = guard;
    this.counters = counters;
    this.allocator = allocator;
    this.sessions = sessions;
  }

  /** Whether anything has come since this was last asked. */
  boolean heardSinceLastAsked() {
    boolean answer = heard;
    heard = false;
    return answer;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    heard = true;
    DatagramPacket datagram = (DatagramPacket) read;
    try {
      answer(ctx, datagram);
    } finally {
      datagram.release();
      if (reply != null) {
        reply.release(); // it was not sent
        reply = null;
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  /** Reports of the network about single datagrams, such as "unreachable", are ignored. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in answering a datagram", cause);
    }
  }

  private void answer(ChannelHandlerContext ctx, DatagramPacket datagram) {
    ByteBuf bytes = datagram.content();
    counters.received(bytes.readableBytes());
    InetSocketAddress peer = datagram.sender();
    int start = bytes.readerIndex();
    LineEnding ending = LineEnding.of(bytes, start, bytes.readableBytes());
    int length = bytes.readableBytes() - ending.length();
    boolean tooLong = length > acknowledgement.maxMessageBytes(ending);
    int ownPort = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
    if (!guard.admits(peer, ownPort, bytes, start, length, tooLong)) {
      return;
    }
    responder.begin(session(datagram));
    if (tooLong) {
      responder.messageTooLong(ending);
    } else {
      responder.message(bytes, start, length, ending);
    }
    send(ctx, peer);
    if (responder.exitSeen() && sessions.isPresent()) {
      sessions.get().end(peer, SessionEnd.EXIT);
    }
  }

  private Session session(DatagramPacket datagram) {
    return sessions.isPresent()
        ? sessions.get().heard(datagram.sender(), datagram.recipient(), System.nanoTime())
        : null;
  }

  private ByteBuf newReply(int replyBytes) {
    reply = allocator.ioBuffer(replyBytes);
    return reply;
  }

  /** UDP promises no delivery, and memory is bounded: where too much waits, a reply is dropped. */
  private void send(ChannelHandlerContext ctx, InetSocketAddress peer) {
    if (!ctx.channel().isWritable()) {
      ctx.flush();
    }
    if (ctx.channel().isWritable()) {
      ByteBuf sent = reply;
      reply = null;
      counters.reply();
      counters.sent(sent.readableBytes());
      ctx.write(new DatagramPacket(sent, peer), ctx.voidPromise());
    } else {
      guard.dropped();
    }
  }
}
