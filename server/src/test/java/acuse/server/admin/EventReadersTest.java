package acuse.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.observe.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sending of events, with a clock of the test's own. */
class EventReadersTest {
  private final LiveEvents events = new LiveEvents(false, Set.of());
  private final EventReaders readers = new EventReaders(events);
  private final EmbeddedChannel connection = new EmbeddedChannel();

  @BeforeEach
  void stopTheClock() {
    connection.freezeTime();
  }

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  @Test
  void nothingIsKeptWhileNobodyReads() {
    say("antes");
    assertThat(events.take()).isNull();
  }

  @Test
  void whatComesWithinATickIsSentAtOnce() {
    readers.add(connection, -1);
    assertThat(sent()).isEqualTo(":\n\n");
    say("uno");
    say("dos");
    assertThat(sent()).isEmpty();
    pass(1);
    assertThat(sent().split("\n\n", -1))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("id: 1\nevent: message\ndata: {").contains("uno"),
            second -> assertThat(second).startsWith("id: 2\nevent: message\n").contains("dos"),
            end -> assertThat(end).isEmpty());
  }

  @Test
  void aCommentComesEachFifteenSeconds() {
    readers.add(connection, -1);
    sent();
    pass(149);
    assertThat(sent()).isEmpty();
    pass(1);
    assertThat(sent()).isEqualTo(":\n\n");
  }

  @Test
  void aSlowReaderIsToldHowManyEventsItHasMissed() {
    readers.add(connection, -1);
    sent();
    setWritable(false);
    say("uno");
    say("dos");
    pass(1);
    assertThat(sent()).isEmpty();
    setWritable(true);
    say("tres");
    pass(1);
    assertThat(sent())
        .startsWith("event: missed\ndata: {\"missed\":2}\n\nid: 3\nevent: message\n")
        .contains("tres");
  }

  @Test
  void oneWhoTakesNothingForAMinuteIsClosed() {
    readers.add(connection, -1);
    setWritable(false);
    pass(599);
    assertThat(connection.isOpen()).isTrue();
    pass(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(readers.hasRoom()).isTrue();
  }

  @Test
  void aFloodIsCutAndCounted() {
    readers.add(connection, -1);
    sent();
    for (int i = 0; i < LiveEvents.MAX_QUEUED + 5; i++) {
      say("x");
    }
    pass(1);
    assertThat(sent())
        .startsWith("event: missed\ndata: {\"missed\":5}\n\nid: 1\n")
        .contains("id: 64\n")
        .doesNotContain("id: 65\n");
    pass(15);
    assertThat(sent()).contains("id: 65\n").contains("id: 1024\n");
  }

  @Test
  void whatTheRingHasNoMoreIsMissed() {
    readers.add(connection, -1);
    for (int i = 0; i < EventReaders.RING + 4; i++) {
      say("x");
    }
    pass(16);
    sent();
    EmbeddedChannel back = new EmbeddedChannel();
    readers.add(back, 1);
    assertThat(sent(back))
        .startsWith(":\n\nevent: missed\ndata: {\"missed\":3}\n\nid: 5\n")
        .contains("id: 1004\n");
    back.finishAndReleaseAll();
  }

  @Test
  void aMinuteAfterTheLastReaderNothingIsKeptAnyMore() {
    readers.add(connection, -1);
    connection.close(); // which ends its timers, too
    tick(599);
    say("uno");
    assertThat(events.take()).isNotNull();
    tick(1);
    say("dos");
    assertThat(events.take()).isNull();
  }

  @Test
  void aLongMessageIsCut() {
    readers.add(connection, -1);
    sent();
    say("x".repeat(LiveEvents.MAX_SHOWN_BYTES + 1));
    pass(1);
    assertThat(sent()).contains("\"bytes\":513,\"text\":\"" + "x".repeat(512) + "\",\"cut\":true}");
  }

  private void say(String message) {
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 1);
    Session session = new Session(1, Protocol.TCP, peer, peer, Instant.EPOCH, false);
    ByteBuf bytes = Unpooled.copiedBuffer(message, UTF_8);
    events.received(session, bytes, 0, bytes.readableBytes());
  }

  private void pass(int ticks) {
    for (int i = 0; i < ticks; i++) {
      connection.advanceTimeBy(100, TimeUnit.MILLISECONDS);
      connection.runScheduledPendingTasks();
    }
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      readers.tick();
    }
  }

  private void setWritable(boolean writable) {
    connection.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
  }

  private String sent() {
    return sent(connection);
  }

  private static String sent(EmbeddedChannel connection) {
    StringBuilder text = new StringBuilder();
    for (HttpContent content = connection.readOutbound();
        content != null;
        content = connection.readOutbound()) {
      text.append(content.content().toString(UTF_8));
      content.release();
    }
    return text.toString();
  }
}
