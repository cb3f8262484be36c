package acuse.server.tcp;

import acuse.server.connection.TlsEstablished;
import acuse.server.story.KernelInfo;
import acuse.server.story.SessionTally;
import acuse.server.story.Stories;
import acuse.server.story.StreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.TimeUnit;

/**
 * Counts what a connection carries for the story of its session.
 *
 * <p>The kernel can be asked only while the connection is open: so that happens at the peer's FIN,
 * before our own close, and once per second in between. The story is told when the connection is
 * closed. Belongs to the connection's event loop.
 */
final class WireStory implements WireListener, Patrolled {
  /** Patrols come each second or more often; this keeps to one of them per second. */
  private static final long KERNEL_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private final SessionTally tally;
  private final Stories stories;
  private final SessionPatrol patrol;
  private Channel connection;
  private long kernelAskedNanos = System.nanoTime();

  /** Nothing has come. */
  WireStory(SessionTally tally, Stories stories, SessionPatrol patrol) {
    this.tally = tally;
    this.stories = stories;
    this.patrol = patrol;
  }

  @Override
  public void opened(Channel opened) {
    connection = opened;
    if (stories.areTold()) {
      patrol.add(this);
    }
  }

  @Override
  public void secured(TlsEstablished tls) {
    tally.secured(tls.version(), tls.cipher());
  }

  @Override
  public void read(ByteBuf bytes) {
    tally.read(bytes.readableBytes());
  }

  @Override
  public void flushed(long bytes, ChannelFuture taken) {
    tally.wrote(bytes);
  }

  @Override
  public void peerEnded(StreamEnd how) {
    if (how == StreamEnd.FIN) {
      askKernel();
    }
    tally.peerEnded(how);
  }

  @Override
  public void weEnded(StreamEnd how) {
    if (connection.isOpen()) {
      askKernel();
    }
    tally.weEnded(how);
  }

  @Override
  public void closing() {
    askKernel();
  }

  @Override
  public void closed() {
    patrol.remove(this);
    stories.end(tally);
  }

  /** Never stalls; it asks the kernel on this occasion. */
  @Override
  public boolean hasStalled(long nowNanos) {
    if (nowNanos - kernelAskedNanos >= KERNEL_NANOS) {
      kernelAskedNanos = nowNanos;
      askKernel();
    }
    return false;
  }

  @Override
  public void endStalled() {
    throw new IllegalStateException("it never stalls");
  }

  private void askKernel() {
    if (stories.areTold()) {
      KernelInfo.of(connection).ifPresent(tally::kernel);
    }
  }
}
