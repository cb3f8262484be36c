package acuse.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class TlsGateTest {
  private static final int LIMIT_BYTES = 128 * 1024;

  /** Stands for a handshake that is being computed, and keeps what comes meanwhile. */
  @Test
  void whileAHandshakeIsComputedOnlySoMuchIsRead() throws Exception {
    EmbeddedChannel channel = new EmbeddedChannel(new TlsGate(newHandler()));
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[LIMIT_BYTES]));
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.releaseInbound();
    channel.finish();
  }

  @Test
  void afterTheCloseNotifyWhatComesIsDropped() throws Exception {
    SslHandler tls = newHandler();
    TlsGate gate = new TlsGate(tls);
    EmbeddedChannel server = new EmbeddedChannel(gate, tls);
    gate.watch();
    SslHandler clientTls =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .build()
            .newHandler(ByteBufAllocator.DEFAULT);
    EmbeddedChannel client = new EmbeddedChannel(clientTls);
    while (!tls.handshakeFuture().isDone()) {
      deliver(client, server);
      deliver(server, client);
    }
    clientTls.closeOutbound();
    deliver(client, server);
    assertThat(tls.sslCloseFuture().isDone()).isTrue();
    ByteBuf more = Unpooled.buffer(1).writeByte(0);
    server.writeInbound(more);
    assertThat(more.refCnt()).isZero();
    server.finishAndReleaseAll();
    client.finishAndReleaseAll();
  }

  private static void deliver(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    ByteBuf bytes = from.readOutbound();
    while (bytes != null) {
      to.writeInbound(bytes);
      bytes = from.readOutbound();
    }
  }

  private static SslHandler newHandler() throws Exception {
    return ServerTls.load(TlsConfig.selfSigned(InetAddress.getLoopbackAddress()))
        .newHandler(ByteBufAllocator.DEFAULT);
  }
}
