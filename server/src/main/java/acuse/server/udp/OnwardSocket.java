package acuse.server.udp;

import acuse.server.guard.Limit;
import acuse.server.observe.Session;
import acuse.server.story.SessionTally;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

/**
 * The socket through which the datagrams of one peer go on, as a NAT has one for each machine
 * behind it; with all that is kept for this peer. A refusal of the target ends nothing. Belongs to
 * one event loop.
 */
final class OnwardSocket {
  /** No socket is opened again sooner, and no failure told again. */
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Forwarder forwarder;
  private final OnwardChannels channels;
  private final PeerSide peerSide;
  private final Session session;
  private final ImpairedSession impaired;
  private final ByteAccount account;
  private final SessionTally tally;
  private InetSocketAddress address;
  private ChannelFuture connected;
  private long openedNanos;
  private long heardNanos;
  private long toldNanos;
  private boolean targetHasSent;

  /**
   * Is not open.
   *
   * @param peerSide sends to the peer
   * @param impaired null if there cannot be faults
   * @param account null if the peer may get any number of bytes
   * @param tally for the session's story; null if nobody wants to know
   */
  OnwardSocket(
      Forwarder forwarder,
      OnwardChannels channels,
      PeerSide peerSide,
      Session session,
      ImpairedSession impaired,
      ByteAccount account,
      SessionTally tally) {
    this.forwarder = forwarder;
    this.channels = channels;
    this.peerSide = peerSide;
    this.session = session;
    this.impaired = impaired;
    this.account = account;
    this.tally = tally;
    this.toldNanos = forwarder.nowNanos() - AGAIN_NANOS;
  }

  Session session() {
    return session;
  }

  /** Null if there cannot be faults. */
  ImpairedSession impaired() {
    return impaired;
  }

  /** Null if the peer may get any number of bytes. */
  ByteAccount account() {
    return account;
  }

  /** For the session's story; null if nobody wants to know. */
  SessionTally tally() {
    return tally;
  }

  /**
   * Connects {@code socket}.
   *
   * @param to an address of the target
   */
  void open(Channel socket, InetSocketAddress to) {
    address = to;
    openedNanos = forwarder.nowNanos();
    OnwardHandler receiver = new OnwardHandler(this, peerSide);
    connected =
        forwarder.capture().isPresent()
            ? channels.connect(
                socket, to, new OnwardCapture(forwarder.capture().get(), tally), receiver)
            : channels.connect(socket, to, receiver);
    connected.addListener(
        done -> {
          if (!done.isSuccess()) {
            failed(done.cause());
          }
        });
  }

  /** The peer has sent so many bytes. */
  void heardPeer(int bytes) {
    heardNanos = forwarder.nowNanos();
    if (account != null) {
      account.received(bytes);
    }
    if (tally != null) {
      tally.read(bytes);
    }
  }

  /** The target has sent something. */
  void heardTarget() {
    heardNanos = forwarder.nowNanos();
    targetHasSent = true;
  }

  /** Since when nobody has sent anything. */
  long silentSinceNanos() {
    return heardNanos;
  }

  /** Whether faults on purpose hold back anything of this session. */
  boolean isHolding() {
    return impaired != null && impaired.isHolding();
  }

  /** Sends a datagram to the target, but for a flush; the bytes are handed over. */
  void send(ByteBuf bytes) {
    if (isClosed()) {
      reopen();
    }
    if (connected.isSuccess()) {
      write(bytes);
    } else {
      // It is being connected in this very turn of the event loop; or it cannot be, which is told.
      connected.addListener(
          done -> {
            if (done.isSuccess()) {
              write(bytes);
              flush();
            } else {
              bytes.release();
            }
          });
    }
  }

  void flush() {
    connected.channel().flush();
  }

  void close() {
    flush();
    connected.channel().close();
  }

  /** The target could not be reached, or refused a datagram. */
  void failed(Throwable why) {
    if (!(why instanceof IOException)) {
      UdpHandler.report(why); // the target has nothing to do with it
      return;
    }
    if (why instanceof ClosedChannelException) {
      return; // it is given up, with something unsent
    }
    long nowNanos = forwarder.nowNanos();
    boolean tells = nowNanos - toldNanos >= AGAIN_NANOS;
    if (tells) {
      toldNanos = nowNanos;
    }
    forwarder.failed(session, address, why, tells);
    if (!targetHasSent && !address.equals(forwarder.address())) {
      connected.channel().close(); // the next datagram goes to another address
    }
  }

  /** UDP promises no delivery, and memory is bounded: where too much waits, a datagram is lost. */
  private void write(ByteBuf bytes) {
    Channel channel = connected.channel();
    if (!channel.isWritable()) {
      channel.flush();
    }
    if (channel.isWritable()) {
      channel.write(bytes, channel.voidPromise());
    } else {
      bytes.release();
      forwarder.guard().refuse(channel.isOpen() ? Limit.UDP_QUEUE : Limit.FORWARD_NO_SOCKET);
    }
  }

  private boolean isClosed() {
    return connected.isDone() && !connected.channel().isOpen();
  }

  /** At the address that the target has now. */
  private void reopen() {
    if (forwarder.nowNanos() - openedNanos < AGAIN_NANOS && address.equals(forwarder.address())) {
      return;
    }
    InetSocketAddress to = forwarder.address();
    Channel socket = forwarder.create(channels, to);
    if (socket != null) {
      open(socket, to);
    }
  }
}
