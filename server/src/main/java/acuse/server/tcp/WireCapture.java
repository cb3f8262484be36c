package acuse.server.tcp;

import acuse.server.capture.Capture;
import acuse.server.capture.Capture.Way;
import acuse.server.capture.TcpConversation;
import acuse.server.story.SessionTally;
import acuse.server.story.StreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes what a connection carries into the capture: one record for each read, and one for each
 * flush once the kernel has taken it. Each says which messages end in it.
 *
 * <pre>
 * read ─→ its messages are cut, and counted ─→ record of the read
 *                    └─→ replies, FIN ───────→ their records wait until then
 * </pre>
 *
 * <p>Belongs to the connection's event loop.
 */
final class WireCapture implements WireListener {
  private static final String OF_TLS = " (the plain text of TLS)";

  private final Capture capture;
  private final InetSocketAddress local;
  private final InetSocketAddress peer;
  private final Leg leg;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private TcpConversation conversation;
  private ByteArrayOutputStream written = new ByteArrayOutputStream();
  private byte[] read;
  private long readEpochNanos;
  private long reads;
  private long writes;
  private boolean handlingRead;

  /**
   * Which connection of a session it is, and what it can say of it.
   *
   * @param opensByPeer whether the peer has connected; false for the target of forwarding
   * @param isSecured whether TLS was taken off
   * @param in counts the messages that come
   * @param out counts those that go
   */
  record Leg(boolean opensByPeer, boolean isSecured, MessageNumbers in, MessageNumbers out) {
    /**
     * Of the peer.
     *
     * @param countsOut false where faults on purpose hold replies back after they are counted
     */
    static Leg ofPeer(SessionTally tally, boolean countsOut) {
      return new Leg(
          true,
          tally.session().secured(),
          new MessageNumbers("message", "messages", () -> tally.in().messages()),
          countsOut
              ? new MessageNumbers("reply", "replies", () -> tally.out().messages())
              : MessageNumbers.none());
    }

    /**
     * Of the target of forwarding.
     *
     * @param countsOut false where faults on purpose hold messages back after they are counted
     */
    static Leg ofTarget(SessionTally tally, boolean countsOut) {
      return new Leg(
          false,
          false,
          new MessageNumbers("reply", "replies", () -> tally.out().messages()),
          countsOut
              ? new MessageNumbers("message", "messages", () -> tally.in().messages())
              : MessageNumbers.none());
    }
  }

  /** Nothing has come. */
  WireCapture(Capture capture, InetSocketAddress local, InetSocketAddress peer, Leg leg) {
    this.capture = capture;
    this.local = local;
    this.peer = peer;
    this.leg = leg;
  }

  @Override
  public boolean awaitsTaken() {
    return true;
  }

  @Override
  public void opened(Channel connection) {
    conversation = capture.connection(local, peer);
    conversation.opened(leg.opensByPeer());
  }

  @Override
  public void read(ByteBuf bytes) {
    read = ByteBufUtil.getBytes(bytes);
    readEpochNanos = capture.nowEpochNanos();
    handlingRead = true;
  }

  @Override
  public void readHandled() {
    handlingRead = false;
    reads++;
    String ended = leg.in().next();
    String comment = "read " + reads + ": " + (ended.isEmpty() ? "no message" : ended);
    conversation.data(Way.IN, readEpochNanos, read, said(comment));
    read = null;
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  @Override
  public void written(ByteBuf bytes) {
    byte[] copy = ByteBufUtil.getBytes(bytes);
    written.write(copy, 0, copy.length);
  }

  /** What the kernel never takes, since the connection breaks, is no packet. */
  @Override
  public void flushed(long bytes, ChannelFuture taken) {
    byte[] flushed = written.toByteArray();
    written = new ByteArrayOutputStream();
    writes++;
    String ended = leg.out().next();
    String comment = said("write " + writes + (ended.isEmpty() ? "" : ": " + ended));
    taken.addListener(
        done -> {
          if (done.isSuccess()) {
            long now = capture.nowEpochNanos();
            afterRead(() -> conversation.data(Way.OUT, now, flushed, comment));
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

  private void end(Way way, StreamEnd how, String byWhom) {
    if (how == StreamEnd.FIN) {
      afterRead(() -> conversation.fin(way, "FIN " + byWhom));
    } else {
      afterRead(() -> conversation.rst(way, "RST " + byWhom));
    }
  }

  private void afterRead(Runnable put) {
    if (handlingRead) {
      waiting.add(put);
    } else {
      put.run();
    }
  }

  private String said(String comment) {
    return leg.isSecured() ? comment + OF_TLS : comment;
  }
}
