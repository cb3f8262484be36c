package acuse.server.udp;

import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.SessionEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends each datagram on to the target, unchanged, through the socket of its peer. The last handler
 * of a socket that listens; it belongs to that socket alone.
 *
 * <pre>
 * peer ─→ {@link ForwardGuardHandler} ─→ faults ─→ ForwardHandler ─→ {@link OnwardSocket} ─→ target
 * peer ←─ socket ←───── faults ←─ {@link PeerSide} ←─── {@link OnwardHandler} ←───┘
 * </pre>
 *
 * <p>Where there can be faults on purpose, what comes is a {@link NumberedDatagram}.
 */
final class ForwardHandler extends ChannelInboundHandlerAdapter {
  private final OnwardSockets sockets;
  private final ServerObserver observer;
  private final boolean tellsMessages;
  private final TrafficCounters counters;
  private final ByteBufAllocator allocator;
  private final DatagramNotes notes;

  /** Those that datagrams were written to since the last flush; one may be there twice. */
  private final List<OnwardSocket> written = new ArrayList<>();

  private Future<?> patrol;

  /**
   * @param sockets those of the peers of this handler's socket
   * @param notes are made of each datagram
   */
  ForwardHandler(
      OnwardSockets sockets,
      ServerObserver observer,
      TrafficCounters counters,
      ByteBufAllocator allocator,
      DatagramNotes notes) {
    this.sockets = sockets;
    this.observer = observer;
    this.tellsMessages = observer.wants().contains(Event.MESSAGE);
    this.counters = counters;
    this.allocator = allocator;
    this.notes = notes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    patrol =
        ctx.channel()
            .eventLoop()
            .scheduleWithFixedDelay(sockets::endSilent, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    patrol.cancel(false);
    sockets.endAll(SessionEnd.SERVER_STOPPED);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (read instanceof NumberedDatagram message) {
      try {
        forward(sockets.of(message.session().session()), message.payload());
      } finally {
        message.release();
      }
    } else {
      DatagramPacket datagram = (DatagramPacket) read;
      try {
        forward(sockets.heardFrom(datagram), datagram.content());
      } finally {
        datagram.release();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    written.forEach(OnwardSocket::flush);
    written.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    UdpHandler.report(cause);
  }

  /**
   * @param socket null for nowhere
   */
  private void forward(OnwardSocket socket, ByteBuf bytes) {
    if (socket == null) {
      return;
    }
    int length = bytes.readableBytes();
    counters.received(length);
    counters.message();
    if (socket.tally() != null) {
      socket.tally().messageIn();
      if (socket.impaired() == null) {
        notes.message(socket.tally().in().messages()); // else its number is known already
      }
    }
    if (tellsMessages) {
      observer.received(socket.session(), bytes, bytes.readerIndex(), length);
    }
    socket.send(allocator.ioBuffer(length).writeBytes(bytes, bytes.readerIndex(), length));
    if (written.isEmpty() || written.get(written.size() - 1) != socket) {
      written.add(socket);
    }
  }
}
