package acuse.server.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.connection.BufferHolders;
import acuse.server.connection.ConnectionEvent;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that does not finish its header, with a clock of the test's own. */
class ProxyHeaderDeadlineTest {
  private static final long LIMIT_MILLIS = 10_000;
  private static final long DRAIN_GRACE_MILLIS = 200;

  private final List<Limit> refused = new ArrayList<>();
  private final List<Object> session = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432"})
  void aHeaderThatIsNotThereInTimeIsRefused(String beginning) {
    EmbeddedChannel proxy = open();
    if (!beginning.isEmpty()) {
      proxy.writeInbound(Unpooled.copiedBuffer(beginning, US_ASCII));
    }
    advance(proxy, LIMIT_MILLIS - 1);
    assertThat(refused).isEmpty();
    assertThat(proxy.isOpen()).isTrue();
    advance(proxy, 1);
    assertThat(refused).containsExactly(Limit.PROXY_HEADER);
    assertThat(proxy.isOpen()).isFalse();
    proxy.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN\r\n", "PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432\r\n"})
  void aHeaderThatCameHasNoLimitAnyMore(String header) {
    EmbeddedChannel proxy = open();
    proxy.writeInbound(Unpooled.copiedBuffer(header, US_ASCII));
    advance(proxy, 2 * LIMIT_MILLIS);
    assertThat(refused).isEmpty();
    assertThat(proxy.isOpen()).isTrue();
    proxy.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432"})
  void aStopWaitsALittleForAHeader(String beginning) {
    EmbeddedChannel proxy = open();
    proxy.pipeline().fireUserEventTriggered(ConnectionEvent.DRAIN);
    if (!beginning.isEmpty()) {
      proxy.writeInbound(Unpooled.copiedBuffer(beginning, US_ASCII));
    }
    proxy.pipeline().fireUserEventTriggered(ConnectionEvent.RAN_DRY);
    advance(proxy, DRAIN_GRACE_MILLIS - 1);
    assertThat(proxy.isOpen()).isTrue();
    advance(proxy, 1);
    assertThat(proxy.isOpen()).isFalse();
    assertThat(refused).isEmpty();
    proxy.finishAndReleaseAll();
  }

  @Test
  void aHeaderThatComesInAStopHasASessionThatIsToldOfIt() {
    EmbeddedChannel proxy = open();
    proxy.pipeline().fireUserEventTriggered(ConnectionEvent.DRAIN);
    proxy.writeInbound(Unpooled.copiedBuffer("PROXY UNKNOWN\r\nhola\n", US_ASCII));
    advance(proxy, 2 * DRAIN_GRACE_MILLIS);
    assertThat(proxy.isOpen()).isTrue();
    assertThat(session).containsExactly(ConnectionEvent.DRAIN, "hola\n");
    proxy.finishAndReleaseAll();
  }

  /** Its session notes what it is told. */
  private EmbeddedChannel open() {
    EmbeddedChannel proxy =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("127.0.0.1", 40_000);
          }
        };
    proxy.freezeTime();
    List<BufferHolders> loops = new ArrayList<>();
    loops.add(
        new BufferHolders(
            new BufferBudget(), new LimitCounters(), ImmediateEventExecutor.INSTANCE, loops));
    ProxyHeader.Decoder decoder = new ProxyHeader.Decoder();
    proxy
        .pipeline()
        .addLast(
            decoder,
            new ProxyHeader(
                decoder,
                loops.get(0).open(proxy),
                peer -> proxy.pipeline().addLast(new Noting()),
                refused::add));
    return proxy;
  }

  private final class Noting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
      ByteBuf bytes = (ByteBuf) read;
      session.add(bytes.toString(US_ASCII));
      bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      session.add(event);
    }
  }

  private static void advance(EmbeddedChannel channel, long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }
}
