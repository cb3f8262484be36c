package acuse.server.testing;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DefaultSocketChannelConfig;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection without a socket, in a time of its own. */
public final class EmbeddedConnection extends EmbeddedChannel implements SocketChannel {
  private static final InetSocketAddress NOWHERE = new InetSocketAddress("127.0.0.1", 1);

  private SocketChannelConfig config;
  private boolean takesNothing;
  private boolean outputShutdown;

  /** Whether the peer takes none of its replies from now on. */
  public void setTakesNothing(boolean takesNothing) {
    this.takesNothing = takesNothing;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer pending) throws Exception {
    if (!takesNothing) {
      super.doWrite(pending);
    }
  }

  @Override
  public SocketChannelConfig config() {
    if (config == null) {
      config = new DefaultSocketChannelConfig(this, new Socket());
    }
    return config;
  }

  @Override
  public ServerSocketChannel parent() {
    return null;
  }

  @Override
  public InetSocketAddress localAddress() {
    return NOWHERE;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return NOWHERE;
  }

  @Override
  public boolean isInputShutdown() {
    return false;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    return promise.setSuccess();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    outputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isShutdown() {
    return isInputShutdown() && isOutputShutdown();
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    return shutdownOutput(promise);
  }
}
