package acuse.server.udp;

import acuse.server.capture.Capture;
import acuse.server.capture.Capture.Way;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * Writes the datagrams of a worker's sockets into the capture: those that come, before anything
 * looks at them, and those that go, once the kernel has taken them.
 *
 * <pre>
 * datagram ─→ this ─→ guard, faults, answer ─→ record of the datagram, with what they noted
 * datagram ←─ this ←──────────┘
 * </pre>
 *
 * <p>Serves all sockets of one event loop.
 */
@ChannelHandler.Sharable
final class CaptureHandler extends ChannelDuplexHandler implements DatagramNotes {
  private static final String REFUSED = "refused";

  private final Capture capture;

  /** The datagram whose handlers are at work; null if there is none, or its record is written. */
  private Arrival arrival;

  private String replyComment = "";

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Arrival(DatagramPacket datagram, byte[] bytes, long epochNanos, String comment) {
    Arrival saying(String words) {
      return new Arrival(datagram, bytes, epochNanos, words);
    }
  }

  CaptureHandler(Capture capture) {
    this.capture = capture;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    byte[] bytes = ByteBufUtil.getBytes(datagram.content());
    arrival = new Arrival(datagram, bytes, capture.nowEpochNanos(), REFUSED);
    try {
      ctx.fireChannelRead(read);
    } finally {
      putArrival();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    putArrival();
    DatagramPacket datagram = (DatagramPacket) message;
    byte[] bytes = ByteBufUtil.getBytes(datagram.content());
    InetSocketAddress local = (InetSocketAddress) ctx.channel().localAddress();
    InetSocketAddress peer = datagram.recipient();
    String comment = replyComment;
    replyComment = "";
    ChannelPromise taken = promise.unvoid();
    taken.addListener(
        done -> {
          if (done.isSuccess()) {
            capture.datagram(Way.OUT, capture.nowEpochNanos(), local, peer, bytes, comment);
          }
        });
    ctx.write(message, taken);
  }

  @Override
  public void message(long number) {
    if (arrival != null) {
      arrival = arrival.saying("message " + number);
    }
  }

  @Override
  public void messageLost() {
    if (arrival != null) {
      arrival = arrival.saying(arrival.comment() + ": lost on purpose (in)");
    }
  }

  @Override
  public void reply(long number) {
    replyComment = "reply " + number;
  }

  @Override
  public void replyLost(NumberedDatagram reply) {
    putArrival();
    capture.datagram(
        Way.OUT,
        capture.nowEpochNanos(),
        reply.session().session().local(),
        reply.session().session().peer(),
        ByteBufUtil.getBytes(reply.payload()),
        "reply " + reply.number() + ": lost on purpose (out)");
  }

  private void putArrival() {
    if (arrival != null) {
      Arrival put = arrival;
      arrival = null;
      capture.datagram(
          Way.IN,
          put.epochNanos(),
          put.datagram().recipient(),
          put.datagram().sender(),
          put.bytes(),
          put.comment());
    }
  }
}
