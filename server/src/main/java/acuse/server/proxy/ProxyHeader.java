package acuse.server.proxy;

import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.guard.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads from a proxy which client is behind a connection, and then passes on the bytes that follow.
 * The proxy says so before anything else, in the PROXY protocol's version 1 (a line) or 2 (binary).
 *
 * <pre>
 * PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432 CR LF   hola LF
 * └── whose connection this is                          └── goes on to the session
 * </pre>
 *
 * Source: "The PROXY protocol, versions 1 and 2" (haproxy.org, proxy-protocol.txt). A malformed
 * header, or one that does not come in time, ends the connection.
 */
public final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  /** When the server stops, the header of a connection that has just been made has this long. */
  private static final Duration DRAIN_GRACE = Duration.ofMillis(200);

  /** The most bytes that a proxy may send besides addresses; nobody here reads them. */
  private static final int MAX_EXTRA_BYTES = 4096;

  private static final byte VERSION_1_START = 'P';
  private static final byte VERSION_2_START = '\r';

  private final Consumer<InetSocketAddress> onPeer;
  private final Consumer<Limit> onRefused;
  private final Decoder decoder;
  private final ConnectionBuffers.Part heldBytes;
  private final List<Object> held = new ArrayList<>();
  private Future<?> deadline;
  private boolean headerRead;
  private boolean refused;

  /**
   * Stands behind {@code decoder}.
   *
   * @param onPeer is told whom the header names; or, of a proxy's own connections, as for health
   *     checks, the proxy. Adds the handlers that go on, behind this one.
   * @param onRefused is told if there is none that counts, once; the connection is then being
   *     closed
   */
  public ProxyHeader(
      Decoder decoder,
      ConnectionBuffers buffers,
      Consumer<InetSocketAddress> onPeer,
      Consumer<Limit> onRefused) {
    this.decoder = decoder;
    this.heldBytes = buffers.newPart();
    this.onPeer = onPeer;
    this.onRefused = onRefused;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> refuse(ctx, Limit.PROXY_HEADER), TIME_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.cancel(false);
    held.forEach(ReferenceCountUtil::release);
    heldBytes.set(0);
  }

  /** The header; then what else came with it, when the decoder has made way. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (!(read instanceof HAProxyMessage header)) {
      held.add(read);
      return;
    }
    try {
      InetSocketAddress peer = peerOf(header, (InetSocketAddress) ctx.channel().remoteAddress());
      if (peer == null) {
        refuse(ctx, Limit.PROXY_HEADER);
      } else {
        headerRead = true;
        ctx.executor().execute(() -> goOn(ctx, peer));
      }
    } finally {
      header.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    long capacity = decoder.heldBytes();
    for (Object each : held) {
      capacity += each instanceof ByteBuf bytes ? bytes.capacity() : 0;
    }
    heldBytes.set(capacity);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (headerRead) {
      held.add(event);
    } else if (event == ConnectionEvent.DRAIN) {
      held.add(event); // for the session, if a header comes
      ctx.executor()
          .schedule(() -> closeWithoutHeader(ctx), DRAIN_GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } else if (event != ConnectionEvent.RAN_DRY) {
      ctx.close(); // the peer has nothing more to say
    }
  }

  private void closeWithoutHeader(ChannelHandlerContext ctx) {
    if (!headerRead) {
      ctx.close();
    }
  }

  /** Of the decoder: this is no header, or a longer one than it reads. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      ctx.close();
    } else {
      refuse(ctx, isOfLength(cause) ? Limit.PROXY_HEADER_LENGTH : Limit.PROXY_HEADER);
    }
  }

  /** Netty tells it apart by its words alone. */
  private static boolean isOfLength(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("exceeds the allowed maximum");
  }

  /** Hands on what was held, to the handlers that follow now. */
  private void goOn(ChannelHandlerContext ctx, InetSocketAddress peer) {
    if (ctx.isRemoved()) {
      return;
    }
    List<Object> following = new ArrayList<>(held);
    held.clear();
    onPeer.accept(peer);
    for (Object each : following) {
      if (each instanceof ByteBuf) {
        ctx.fireChannelRead(each);
        ctx.fireChannelReadComplete();
      } else {
        ctx.fireUserEventTriggered(each);
      }
    }
    if (!ctx.isRemoved()) {
      ctx.pipeline().remove(this);
    }
  }

  private void refuse(ChannelHandlerContext ctx, Limit why) {
    if (!refused) {
      refused = true;
      onRefused.accept(why);
      ctx.close();
    }
  }

  private static InetSocketAddress peerOf(HAProxyMessage header, InetSocketAddress proxy) {
    if (header.command() == HAProxyCommand.LOCAL
        || header.proxiedProtocol() == HAProxyProxiedProtocol.UNKNOWN) {
      return proxy;
    }
    boolean isTcp =
        header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
            || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
    if (!isPlain(header.sourceAddress()) || !isPlain(header.destinationAddress())) {
      return null;
    }
    byte[] address = NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
    if (!isTcp || address == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort());
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Netty takes zones and brackets for part of an address; the specification knows neither. */
  private static boolean isPlain(String address) {
    return address.indexOf('%') < 0 && address.indexOf('[') < 0;
  }

  /** Says at the first byte that this can be no header, where Netty's waits for thirteen. */
  public static final class Decoder extends HAProxyMessageDecoder {
    private boolean begun;

    /** Expects a header at the connection's first byte. */
    public Decoder() {
      super(MAX_EXTRA_BYTES);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) throws Exception {
      ByteBuf bytes = (ByteBuf) read;
      byte first = bytes.getByte(bytes.readerIndex());
      if (!begun && first != VERSION_1_START && first != VERSION_2_START) {
        bytes.release();
        ctx.fireExceptionCaught(new IllegalArgumentException("no PROXY header"));
        return;
      }
      begun = true;
      super.channelRead(ctx, compact(ctx, bytes));
    }

    int heldBytes() {
      return internalBuffer().capacity();
    }

    /** A read may be a byte in a buffer of 64 KiB, which is not to be held for it. */
    private static ByteBuf compact(ChannelHandlerContext ctx, ByteBuf read) {
      try {
        return ctx.alloc().buffer(read.readableBytes()).writeBytes(read);
      } finally {
        read.release();
      }
    }
  }
}
