package acuse.server.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Sockets onward without a system: a test plays the target. */
final class EmbeddedTargets implements OnwardChannels {
  private static final InetSocketAddress OWN = new InetSocketAddress("127.0.0.1", 9);

  private final List<Onward> opened = new ArrayList<>();
  private boolean noneLeft;

  /** A socket onward, and where it leads. */
  static final class Onward {
    private final EmbeddedChannel channel;
    private final InetSocketAddress target;

    private Onward(EmbeddedChannel channel, InetSocketAddress target) {
      this.channel = channel;
      this.target = target;
    }

    InetSocketAddress target() {
      return target;
    }

    boolean isOpen() {
      return channel.isOpen();
    }

    /** What the target got since this was last asked. */
    List<String> received() {
      List<String> received = new ArrayList<>();
      for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
        received.add(bytes.toString(UTF_8));
        bytes.release();
      }
      return received;
    }

    /** The target sends. */
    void send(String... replies) {
      for (String reply : replies) {
        send(Unpooled.copiedBuffer(reply, UTF_8));
      }
    }

    private void send(ByteBuf reply) {
      channel.writeInbound(new DatagramPacket(reply, OWN, target));
    }

    private void echo() {
      for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
        send(Unpooled.buffer().writeByte('[').writeBytes(bytes).writeByte(']'));
        bytes.release();
      }
    }

    void fail(Throwable why) {
      channel.pipeline().fireExceptionCaught(why);
    }
  }

  /** From now on the system has no sockets, or has some again. */
  void noneLeft(boolean none) {
    noneLeft = none;
  }

  /** All that have been opened, in that order. */
  List<Onward> opened() {
    return opened;
  }

  /** Each target sends back in brackets what it got. */
  void echo() {
    opened.forEach(Onward::echo);
  }

  /** Frees what no target has asked for. */
  void close() {
    opened.forEach(onward -> onward.channel.finishAndReleaseAll());
  }

  @Override
  public int bufferBytes() {
    return 0;
  }

  @Override
  public Channel create(InetSocketAddress target) {
    if (noneLeft) {
      throw new ChannelException("too many open files");
    }
    return new EmbeddedChannel();
  }

  @Override
  public ChannelFuture connect(
      Channel socket, InetSocketAddress target, ChannelHandler... handlers) {
    socket.pipeline().addLast(handlers);
    opened.add(new Onward((EmbeddedChannel) socket, target));
    return socket.newSucceededFuture();
  }
}
