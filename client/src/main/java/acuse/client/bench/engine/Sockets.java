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
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Opens the sockets of flows: connections over TCP, with TLS if asked, or UDP sockets. */
final class Sockets {
  private static final int STREAM_READ_BYTES = 64 * 1024;
  private static final int MAX_CONNECT_MILLIS = 10_000;

  private final IoTransport transport;

  Sockets(IoTransport transport) {
    this.transport = transport;
  }

  /**
   * Opens the socket of {@code flow}, and tells the flow of the outcome on its event loop.
   *
   * @return whether it is open; it fails if the socket is, but TLS is not
   */
  CompletableFuture<Boolean> open(
      RunPlan plan, EventLoop loop, Probe probe, Flow flow, Durations durations) {
    boolean stream = plan.protocol() == Protocol.TCP;
    Bootstrap bootstrap = stream ? stream(plan) : datagrams(plan);
    long begun = System.nanoTime();
    CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    ChannelFuture connecting =
        bootstrap
            .group(loop)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (plan.tls().isPresent()) {
                      channel.pipeline().addLast("tls", tls(plan));
                    }
                    channel.pipeline().addLast("flow", new FlowHandler(flow));
                  }
                })
            .connect(plan.peer());
    Channel channel = connecting.channel();
    connecting.addListener(
        (ChannelFuture connected) -> {
          SslHandler tls = channel.pipeline().get(SslHandler.class);
          if (connected.isSuccess() && tls != null) {
            tls.handshakeFuture()
                .addListener(
                    (Future<Channel> secured) -> {
                      if (secured.isSuccess()) {
                        opened(plan, channel, probe, flow, outcome);
                        durations.connect(System.nanoTime() - begun);
                      } else {
                        flow.failed(secured.cause());
                        outcome.completeExceptionally(tlsFailure(plan, secured.cause()));
                      }
                    });
          } else if (connected.isSuccess()) {
            if (stream) {
              durations.connect(System.nanoTime() - begun);
            }
            opened(plan, channel, probe, flow, outcome);
          } else {
            flow.failed(connected.cause());
            outcome.complete(false);
          }
        });
    return outcome;
  }

  private static void opened(
      RunPlan plan, Channel channel, Probe probe, Flow flow, CompletableFuture<Boolean> outcome) {
    boolean stream = plan.protocol() == Protocol.TCP;
    ReplyReader reader =
        plan.inOrder()
            ? new OrderedReplies(stream ? plan.framing() : Framing.RAW, flow)
            : stream ? new StreamReplies(probe, flow) : new DatagramReplies(probe, flow);
    Outgoing outgoing =
        stream
            ? new Outgoing.Stream(channel, FrameEncoder.of(plan.framing()))
            : new Outgoing.Datagrams(channel);
    flow.opened(channel, outgoing, reader);
    outcome.complete(true);
  }

  private Bootstrap stream(RunPlan plan) {
    return new Bootstrap()
        .channelFactory(transport.sockets())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.min(MAX_CONNECT_MILLIS, Math.max(1, plan.load().timeout().toMillis())))
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(STREAM_READ_BYTES));
  }

  private Bootstrap datagrams(RunPlan plan) {
    return new Bootstrap()
        .channelFactory(() -> transport.datagramSockets(AddressFamily.of(plan.peer())).newChannel())
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(Protocol.MAX_DATAGRAM_BYTES));
  }

  private static SslHandler tls(RunPlan plan) {
    RunPlan.Tls tls = plan.tls().orElseThrow();
    SslHandler handler =
        new SslHandler(tls.trust().newEngine(tls.host(), plan.peer().getPort(), tls.name()));
    handler.setHandshakeTimeout(plan.load().timeout().toMillis(), TimeUnit.MILLISECONDS);
    return handler;
  }

  private static IOException tlsFailure(RunPlan plan, Throwable cause) {
    return plan.tls()
        .orElseThrow()
        .trust()
        .failure(cause instanceof IOException failure ? failure : new IOException(cause));
  }
}
