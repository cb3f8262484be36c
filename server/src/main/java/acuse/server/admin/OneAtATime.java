package acuse.server.admin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands on one message for each call of {@code read}, and the peer's FIN in its place behind them.
 * The channel itself does not read by itself ({@code AUTO_READ} is off), but with a FIN it reads
 * all that has arrived before, and a decoder makes many requests of one read.
 *
 * <p>Netty's FlowControlHandler does that for messages, but lets the FIN overtake them.
 */
final class OneAtATime extends ChannelDuplexHandler {
  private final Queue<Object> held = new ArrayDeque<>();
  private boolean asked;
  private boolean giving;

  @Override
  public void read(ChannelHandlerContext ctx) {
    asked = true;
    give(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    held.add(message);
    if (asked) {
      give(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    held.add(event);
    if (asked) {
      give(ctx);
    }
  }

  /** The next handler is told behind each message. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (asked) {
      give(ctx);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }

  /** A handler that is given one may ask for the next at once, which the loop then gives. */
  private void give(ChannelHandlerContext ctx) {
    if (giving) {
      return;
    }
    giving = true;
    while (asked && !held.isEmpty()) {
      asked = false;
      Object next = held.remove();
      if (next instanceof ChannelInputShutdownEvent) {
        ctx.fireUserEventTriggered(next);
      } else {
        ctx.fireChannelRead(next);
        ctx.fireChannelReadComplete();
      }
    }
    giving = false;
    if (asked && !ctx.isRemoved()) {
      ctx.read();
    }
  }
}
