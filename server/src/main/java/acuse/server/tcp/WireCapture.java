package acuse.server.tcp;

import acuse.server.capture.Capture.Way;
import acuse.server.capture.TcpConversation;
import acuse.server.story.StreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes what a connection carries into the capture: one record for each read, and one for each
 * flush once the kernel has taken it. Each says which messages end in it.
 *
 * <p>Belongs to the connection's event loop.
 */
final class WireCapture implements WireListener {
  private static final String OF_TLS = " (the plain text of TLS)";

  private final OrderedCapture capture;
  private final InetSocketAddress local;
  private final InetSocketAddress peer;
  private final CapturedLeg leg;
  private MessageNumbers messagesIn;
  private TcpConversation conversation;
  private final List<byte[]> unflushed = new ArrayList<>();
  private byte[] read;
  private long readEpochNanos;
  private long reads;
  private long writes;

  /** Nothing has come. */
  WireCapture(
      OrderedCapture capture, InetSocketAddress local, InetSocketAddress peer, CapturedLeg leg) {
    this.capture = capture;
    this.local = local;
    this.peer = peer;
    this.leg = leg;
    this.messagesIn = leg.in();
  }

  @Override
  public boolean awaitsTaken() {
    return true;
  }

  @Override
  public void messagesCountedBy(LongSupplier count) {
    messagesIn = leg.in().countedBy(count);
  }

  @Override
  public void opened(Channel connection) {
    conversation = capture.connection(local, peer);
    capture.put(() -> conversation.opened(leg.opensByPeer()));
  }

  @Override
  public void read(ByteBuf bytes) {
    read = ByteBufUtil.getBytes(bytes);
    readEpochNanos = capture.nowEpochNanos();
    messagesIn.saw(bytes);
    capture.beginRead();
  }

  @Override
  public void readHandled() {
    reads++;
    String ended = messagesIn.next();
    String comment = said("read " + reads + ": " + (ended.isEmpty() ? "no whole message" : ended));
    byte[] bytes = read;
    long epochNanos = readEpochNanos;
    capture.endRead(() -> conversation.data(Way.IN, epochNanos, bytes, comment));
  }

  @Override
  public void written(ByteBuf bytes) {
    unflushed.add(ByteBufUtil.getBytes(bytes));
    leg.out().saw(bytes);
  }

  /** What the kernel never takes, since the connection breaks, is no packet. */
  @Override
  public void flushed(long bytes, ChannelFuture taken) {
    byte[] flushed = unflushed.size() == 1 ? unflushed.get(0) : joined(bytes);
    unflushed.clear();
    writes++;
    String ended = leg.out().next();
    String comment = said("write " + writes + (ended.isEmpty() ? "" : ": " + ended));
    taken.addListener(
        done -> {
          if (done.isSuccess()) {
            long nowEpochNanos = capture.nowEpochNanos();
            capture.put(() -> conversation.data(Way.OUT, nowEpochNanos, flushed, comment));
          }
        });
  }

  @Override
  public void peerEnded(StreamEnd how) {
    end(Way.IN, how, "by the peer");
  }

  @Override
  public void weEnded(StreamEnd how) {
    end(Way.OUT, how, "by the server");
  }

  private byte[] joined(long length) {
    ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(length));
    unflushed.forEach(joined::put);
    return joined.array();
  }

  private void end(Way way, StreamEnd how, String byWhom) {
    if (how == StreamEnd.FIN) {
      capture.put(() -> conversation.fin(way, "FIN " + byWhom));
    } else {
      capture.put(() -> conversation.rst(way, "RST " + byWhom));
    }
  }

  private String said(String comment) {
    return leg.isSecured() ? comment + OF_TLS : comment;
  }
}
