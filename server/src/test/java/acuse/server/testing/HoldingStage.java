package acuse.server.testing;

import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds back, in order, what passes it, until it is released. Used on its connection's event loop.
 */
public final class HoldingStage extends ChannelDuplexHandler {
  private final HeldBack.Stage in;
  private final HeldBack.Stage out;
  private final Queue<Object> heldIn = new ArrayDeque<>();
  private final int maxItems;
  private final Queue<Write> heldOut = new ArrayDeque<>();
  private ChannelHandlerContext ctx;
  private long bytesIn;
  private long bytesOut;
  private boolean holdsIn;
  private boolean holdsOut;

  private record Write(Object message, ChannelPromise promise) {}

  /** Holds nothing yet, and is full with {@code maxItems} of one direction. */
  public HoldingStage(HeldBack heldBack, int maxItems) {
    this.in = heldBack.newStage(Place.BYTES_IN);
    this.out = heldBack.newStage(Place.REPLIES);
    this.maxItems = maxItems;
  }

  public HoldingStage holdIn() {
    holdsIn = true;
    return this;
  }

  public HoldingStage holdOut() {
    holdsOut = true;
    return this;
  }

  public int itemsIn() {
    return heldIn.size();
  }

  public int itemsOut() {
    return heldOut.size();
  }

  public void releaseIn() {
    holdsIn = false;
    while (!heldIn.isEmpty()) {
      Object item = heldIn.remove();
      if (item instanceof ByteBuf) {
        ctx.fireChannelRead(item);
        ctx.fireChannelReadComplete();
      } else {
        ctx.fireUserEventTriggered(item);
      }
    }
    bytesIn = 0;
    in.set(0, 0, false);
  }

  public void releaseOut() {
    holdsOut = false;
    while (!heldOut.isEmpty()) {
      Write write = heldOut.remove();
      ctx.write(write.message, write.promise);
    }
    ctx.flush();
    bytesOut = 0;
    out.set(0, 0, false);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    heldIn.forEach(ReferenceCountUtil::release);
    heldIn.clear();
    heldOut.forEach(write -> ReferenceCountUtil.release(write.message));
    heldOut.clear();
    in.set(0, 0, false);
    out.set(0, 0, false);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (holdsIn) {
      bytesIn += ((ByteBuf) read).capacity();
      holdIn(read);
    } else {
      ctx.fireChannelRead(read);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (holdsIn && event instanceof ChannelInputShutdownEvent) {
      holdIn(event);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (holdsOut) {
      bytesOut += message instanceof ByteBuf bytes ? bytes.capacity() : 0;
      heldOut.add(new Write(message, promise));
      out.set(heldOut.size(), bytesOut, heldOut.size() >= maxItems);
    } else {
      ctx.write(message, promise);
    }
  }

  private void holdIn(Object item) {
    heldIn.add(item);
    in.set(heldIn.size(), bytesIn, heldIn.size() >= maxItems);
  }
}
