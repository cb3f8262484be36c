package acuse.server.udp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;

/**
 * Makes datagrams meet faults on purpose. Each gets its session and number here, or with its
 * answer; one that is lost begins its session too.
 *
 * <pre>
 * guard ─→ number ─→ stall ─→ {@link DatagramPath} in ───→ {@link NumberedUdpHandler}, {@link ForwardHandler}
 * socket ←───────── stall ←─ {@link DatagramPath} out ←────────┘
 * </pre>
 *
 * <p>Belongs to one event loop, and may serve all its sockets: there is one timer for everything
 * that waits. A socket that is closed drops what waits for it.
 */
@ChannelHandler.Sharable
final class ImpairedUdpHandler extends ChannelDuplexHandler {
  private final DatagramSessions sessions;
  private final DelayedDatagrams delayed;
  private final DatagramPath in;
  private final DatagramPath out;
  private final DatagramNotes notes;

  /**
   * Holds nothing back.
   *
   * @param sessions whose datagrams may meet faults
   * @param allocator of the buffers in which messages are held back
   * @param notes are made of each datagram
   */
  ImpairedUdpHandler(
      DatagramSessions sessions,
      DelayedDatagrams delayed,
      TransitRoom room,
      ByteBufAllocator allocator,
      DatagramNotes notes) {
    this.sessions = sessions;
    this.notes = notes;
    this.delayed = delayed;
    this.in =
        new DatagramPath(
            ImpairedSession::in,
            sessions::admitsCopyIn,
            false,
            allocator,
            delayed,
            room,
            ChannelHandlerContext::fireChannelRead,
            lost -> notes.messageLost());
    this.out =
        new DatagramPath(
            ImpairedSession::out,
            sessions::admitsCopyOut,
            true,
            allocator,
            delayed,
            room,
            this::send,
            notes::replyLost);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    delayed.drop(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    try {
      receive(ctx, datagram);
    } finally {
      datagram.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    delayed.sweep();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof NumberedDatagram reply)) {
      ctx.write(message, promise);
      return;
    }
    try {
      if (reply.session().faults().areNone()) {
        out.pass(ctx, reply.retain());
      } else if (!reply.isMuted()) {
        out.enter(ctx, reply.retain());
      }
    } finally {
      reply.release();
    }
  }

  private void receive(ChannelHandlerContext ctx, DatagramPacket datagram) {
    ImpairedSession session = sessions.heard(datagram);
    if (session == null) {
      return;
    }
    DatagramFaults faults = session.faults();
    long number = faults.in().nextNumber();
    notes.message(number);
    if (faults.areNone()) {
      in.pass(ctx, new NumberedDatagram(session, number, false, datagram.retain()));
      return;
    }
    boolean muted = sessions.mutesMessages() && faults.isMuted(number);
    NumberedDatagram message = new NumberedDatagram(session, number, muted, datagram);
    faults.stallFrom(number, delayed.nowNanos());
    if (isStalled(faults)) {
      in.drop(message.retain(), DatagramDrop.STALL);
    } else {
      in.enter(ctx, message.retain());
    }
  }

  /** UDP promises no delivery, and memory is bounded: where too much waits, a reply is dropped. */
  private void send(ChannelHandlerContext ctx, NumberedDatagram reply) {
    if (isStalled(reply.session().faults())) {
      out.drop(reply, DatagramDrop.STALL);
      return;
    }
    if (!ctx.channel().isWritable()) {
      ctx.flush();
    }
    if (ctx.channel().isWritable()) {
      if (reply.session().tally() != null) {
        reply.session().tally().wrote(reply.payload().readableBytes());
      }
      notes.reply(reply.number());
      ctx.write(reply.datagram(), ctx.voidPromise());
    } else {
      reply.release();
      sessions.dropped();
    }
  }

  private boolean isStalled(DatagramFaults faults) {
    return !faults.areNone() && delayed.nowNanos() < faults.stallUntilNanos();
  }
}
