package acuse.server.udp;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.Failure;
import acuse.server.reply.Acknowledgement;
import acuse.server.session.SessionEnd;
import acuse.server.session.SessionObserver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Answers every datagram that the guard admits with one datagram, through the socket it came in by.
 *
 * <p>Serves all sockets of one event loop, and none of another. An error in one datagram is that
 * datagram's alone: the socket stays open.
 */
@ChannelHandler.Sharable
final class UdpResponder extends ChannelInboundHandlerAdapter {
  private static final InternalLogger LOGGER =
      InternalLoggerFactory.getInstance(UdpResponder.class);

  private final Acknowledgement acknowledgement;
  private final ExitWord exitWord;
  private final UdpGuard guard;
  private final SessionObserver observer;
  private final UdpSessions sessions;

  /** Sessions are for whoever watches them. */
  private final boolean isObserved;

  private boolean heard;

  UdpResponder(
      ServerConfig config,
      Acknowledgement acknowledgement,
      UdpGuard guard,
      SessionObserver observer,
      UdpSessions sessions) {
    this.acknowledgement = acknowledgement;
    this.exitWord = config.exitWord();
    this.guard = guard;
    this.observer = observer;
    this.isObserved = observer != SessionObserver.NONE;
    this.sessions = sessions;
  }

  /** Whether anything has come since this was last asked. */
  boolean heardSinceLastAsked() {
    boolean answer = heard;
    heard = false;
    return answer;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) throws IOException {
    heard = true;
    DatagramPacket datagram = (DatagramPacket) read;
    try {
      answer(ctx, datagram.content(), datagram.sender());
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
    // What the network says of single datagrams, such as "unreachable", is nobody's news.
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in answering a datagram", cause);
    }
  }

  private void answer(ChannelHandlerContext ctx, ByteBuf bytes, InetSocketAddress peer)
      throws IOException {
    int start = bytes.readerIndex();
    LineEnding ending = LineEnding.of(bytes, start, bytes.readableBytes());
    int length = bytes.readableBytes() - ending.length();
    int ownPort = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
    int maxMessageBytes = acknowledgement.maxMessageBytes(ending);
    boolean tooLong = length > maxMessageBytes;
    if (!guard.admits(peer, ownPort, bytes, start, length, tooLong)) {
      return;
    }
    if (isObserved) {
      sessions.heard(peer, System.nanoTime());
    }
    ByteBuf reply = ctx.alloc().ioBuffer(acknowledgement.replyBytes(length, ending));
    if (tooLong) {
      observer.rejected(Protocol.UDP, peer, maxMessageBytes);
      acknowledgement.reject(ending, reply);
    } else {
      observer.received(Protocol.UDP, peer, bytes, start, length);
      acknowledgement.acknowledge(bytes, start, length, ending, reply);
    }
    send(ctx, reply, peer);
    if (!tooLong && exitWord.matches(bytes, start, length)) {
      sessions.end(peer, SessionEnd.EXIT);
    }
  }

  private void send(ChannelHandlerContext ctx, ByteBuf reply, InetSocketAddress peer)
      throws IOException {
    if (!ctx.channel().isWritable()) {
      ctx.flush();
    }
    if (!ctx.channel().isWritable()) {
      reply.release(); // as a full socket would: UDP promises no delivery, and memory is bounded
      guard.dropped();
    } else if (reply.isReadable()) {
      ctx.write(new DatagramPacket(reply, peer), ctx.voidPromise());
    } else {
      reply.release();
      ctx.flush(); // those before it go first
      EmptyDatagram.send(ctx.channel(), peer, ctx.alloc());
    }
  }
}
