package acuse.client.bench.engine;

import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.transport.AddressFamily;
import acuse.common.transport.IoTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens the sockets of a run's flows: connections over TCP, with TLS if asked, or UDP sockets.
 * Keeps nothing of them.
 */
final class Sockets {
  private static final int STREAM_READ_BYTES = 64 * 1024;
  private static final int MAX_CONNECT_MILLIS = 10_000;

  private final IoTransport transport;
  private final RunPlan plan;
  private final boolean isStream;

  Sockets(IoTransport transport, RunPlan plan) {
    this.transport = transport;
    this.plan = plan;
    this.isStream = plan.protocol() == Protocol.TCP;
  }

  /**
   * Opens the socket of {@code flow}, and tells the flow of the outcome on its event loop.
   *
   * @return whether it is open; it fails if the socket is, but TLS is not
   */
  CompletableFuture<Boolean> open(Worker worker, Flow flow) {
    Opening opening = new Opening(worker, flow, plan.tls().map(this::handler));
    (isStream ? stream() : datagrams())
        .group(worker.loop())
        .handler(opening)
        .connect(plan.peer())
        .addListener((ChannelFuture connected) -> opening.connected(connected));
    return opening.outcome;
  }

  private Bootstrap stream() {
    return new Bootstrap()
        .channelFactory(transport.sockets())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.min(MAX_CONNECT_MILLIS, Math.max(1, plan.load().timeout().toMillis())))
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(STREAM_READ_BYTES));
  }

  private Bootstrap datagrams() {
    return new Bootstrap()
        .channelFactory(() -> transport.datagramSockets(AddressFamily.of(plan.peer())).newChannel())
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(Protocol.MAX_DATAGRAM_BYTES));
  }

  private SslHandler handler(RunPlan.Tls tls) {
    SslHandler handler =
        new SslHandler(tls.trust().newEngine(tls.host(), plan.peer().getPort(), tls.name()));
    handler.setHandshakeTimeout(plan.load().timeout().toMillis(), TimeUnit.MILLISECONDS);
    return handler;
  }

  private ReplyReader reader(Probe probe, Flow flow) {
    if (plan.inOrder()) {
      return new OrderedReplies(isStream ? plan.framing() : Framing.RAW, flow);
    }
    return isStream ? new StreamReplies(probe, flow) : new DatagramReplies(probe, flow);
  }

  private Outgoing outgoing(Channel channel) {
    return isStream
        ? new Outgoing.Stream(channel, FrameEncoder.of(plan.framing()))
        : new Outgoing.Datagrams(channel);
  }

  /** A socket on its way: connected, then secured if TLS is wanted, then open. */
  private final class Opening extends ChannelInitializer<Channel> {
    private final Worker worker;
    private final Flow flow;
    private final Optional<SslHandler> tls;
    private final long begunNanos = System.nanoTime();
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    Opening(Worker worker, Flow flow, Optional<SslHandler> tls) {
      this.worker = worker;
      this.flow = flow;
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      tls.ifPresent(handler -> channel.pipeline().addLast("tls", handler));
      channel.pipeline().addLast("flow", new FlowHandler(flow));
    }

    private void connected(ChannelFuture connected) {
      if (!connected.isSuccess()) {
        flow.failed(connected.cause());
        outcome.complete(false);
      } else if (tls.isPresent()) {
        tls.get().handshakeFuture().addListener(this::secured);
      } else {
        opened(connected.channel());
      }
    }

    private void secured(Future<? super Channel> secured) {
      if (secured.isSuccess()) {
        opened((Channel) secured.getNow());
      } else {
        flow.failed(secured.cause());
        IOException why =
            secured.cause() instanceof IOException failure
                ? failure
                : new IOException(secured.cause());
        outcome.completeExceptionally(plan.tls().orElseThrow().trust().failure(why));
      }
    }

    private void opened(Channel channel) {
      if (isStream) {
        worker.durations().connect(System.nanoTime() - begunNanos);
      }
      flow.opened(channel, outgoing(channel), reader(worker.probe(), flow));
      outcome.complete(true);
    }
  }
}
