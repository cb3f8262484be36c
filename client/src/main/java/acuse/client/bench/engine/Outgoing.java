package acuse.client.bench.engine;

import acuse.common.codec.FrameEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * How messages are given to a channel. On TCP all messages of one pass of the event loop are one
 * buffer; on UDP each is a datagram. For the event loop of the channel.
 */
interface Outgoing {
  /**
   * Whether there is room for a message: on TCP in the channel's own buffer, in which messages wait
   * for a slow peer; on UDP in the socket's.
   */
  boolean hasRoom();

  /** Gives a message, which is sent with the next {@link #flush}, or earlier if there are many. */
  void add(Probe probe, long sequence);

  void flush();

  /** Gives back what was added and not flushed. */
  void release();

  /** How many bytes of the channel's own buffer have not been taken by the socket. */
  private static long pendingBytes(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** The next bytes of a stream. */
  final class Stream implements Outgoing {
    /** Messages wait here for a peer that does not read: seconds of them, at usual rates. */
    private static final long MAX_PENDING_BYTES = 4 * 1024 * 1024;

    private static final int MAX_BATCH_BYTES = 64 * 1024;

    private final Channel channel;
    private final FrameEncoder encoder;
    private ByteBuf batch;

    Stream(Channel channel, FrameEncoder encoder) {
      this.channel = channel;
      this.encoder = encoder;
    }

    @Override
    public boolean hasRoom() {
      return pendingBytes(channel) < MAX_PENDING_BYTES;
    }

    @Override
    public void add(Probe probe, long sequence) {
      if (batch == null) {
        batch = channel.alloc().ioBuffer();
      }
      encoder.writeHeader(probe.sizeBytes(), encoder.ending(), batch);
      probe.writeTo(batch, sequence);
      encoder.ending().writeTo(batch);
      if (batch.readableBytes() >= MAX_BATCH_BYTES) {
        flush();
      }
    }

    @Override
    public void flush() {
      if (batch != null) {
        ByteBuf full = batch;
        batch = null;
        channel.writeAndFlush(full, channel.voidPromise());
      }
    }

    @Override
    public void release() {
      if (batch != null) {
        batch.release();
        batch = null;
      }
    }
  }

  /** Datagrams. */
  final class Datagrams implements Outgoing {
    /** More do not wait for a flush, so that the memory is bounded however late the sender is. */
    private static final int MAX_BATCH = 64;

    private final Channel channel;
    private int unflushed;

    Datagrams(Channel channel) {
      this.channel = channel;
    }

    /** What the last flush left did not fit into the socket's buffer. */
    @Override
    public boolean hasRoom() {
      return unflushed > 0 || pendingBytes(channel) == 0;
    }

    @Override
    public void add(Probe probe, long sequence) {
      ByteBuf datagram = channel.alloc().ioBuffer(probe.sizeBytes());
      probe.writeTo(datagram, sequence);
      channel.write(datagram, channel.voidPromise());
      unflushed++;
      if (unflushed == MAX_BATCH) {
        flush();
      }
    }

    @Override
    public void flush() {
      if (unflushed > 0) {
        unflushed = 0;
        channel.flush();
      }
    }

    @Override
    public void release() {}
  }
}
