package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.server.AcuseServer;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SideCounts;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import acuse.server.testing.TestServer;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on purpose act on the cable: in is towards the target, out is back to the peer. */
class ForwardFaultsTest {
  private static final Duration LOSS = Duration.ofMillis(200);

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final BlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();
  private Target target;

  @BeforeEach
  void openTarget() throws Exception {
    target = Target.open();
  }

  @AfterEach
  void closeTarget() throws Exception {
    target.close();
  }

  /** In both directions three lines go; bytes and order stay, and the fault is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp-in:loss=2                      | in loss 2
          tcp-out:loss=2                     | out loss 2
          tcp-in:delay=30ms                  | in delay 1, in delay 2, in delay 3
          tcp-out:delay=30ms                 | out delay 1, out delay 2, out delay 3
          tcp-in:delay=5ms±5ms,loss=1        | in loss 1
          tcp-in:rate=1kbit                  | in rate 2, in rate 3
          tcp-out:rate=1kbit                 | out rate 2, out rate 3
          tcp:stall=30ms@2                   | in stall 2
          tcp-in:slice=2,slice-gap=1ms       | in slice 1, in slice 2, in slice 3
          tcp-out:slice=2,slice-gap=1ms      | out slice 1, out slice 2, out slice 3
          tcp-in:glue=3                      | in glue 3
          tcp-out:glue=3                     | out glue 3
          """)
  void whatHoldsUpChangesNothing(String faults, String expected) throws Exception {
    try (AcuseServer server = start(Framing.LINE, faults);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("uno\ndos\ntres\n");
      end.send("one\ntwo\nthree\n");
      assertThat(end.receive() + end.receive() + end.receive()).isEqualTo("uno\ndos\ntres\n");
      assertThat(peer.receive() + peer.receive() + peer.receive()).isEqualTo("one\ntwo\nthree\n");
      peer.finish();
      end.finish();
      assertThat(end.receiveAll()).isEmpty();
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(nextEnd()).isIn(SessionEnd.PEER_CLOSED, SessionEnd.TARGET_CLOSED);
      assertThat(told).contains(expected.split(", "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp-in:loss=1", "tcp-out:loss=1"})
  void lossTakesAsLongAsARetransmission(String faults) throws Exception {
    boolean in = faults.startsWith("tcp-in");
    try (AcuseServer server = start(Framing.AUTO, faults);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      TcpPeer from = in ? peer : end;
      TcpPeer to = in ? end : peer;
      long beganNanos = System.nanoTime();
      from.send("x");
      from.finish();
      assertThat(to.receiveAll()).isEqualTo("x");
      assertThat(System.nanoTime() - beganNanos).isGreaterThanOrEqualTo(LOSS.toNanos());
    }
  }

  /** Without lines a message is a read; so one that waits for each answer sends one at a time. */
  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"AUTO", "RAW"})
  void autoAndRawCountReads(Framing framing) throws Exception {
    try (AcuseServer server = start(framing, "tcp-out:mute=2");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      for (String word : List.of("uno\n", "dos\n", "tres\n")) {
        peer.send(word);
        assertThat(end.receive()).isEqualTo(word);
        end.send("a\nb\n" + word);
        if (!word.equals("dos\n")) {
          assertThat(peer.receive() + peer.receive() + peer.receive()).isEqualTo("a\nb\n" + word);
        } else {
          awaitTold("out mute 2");
        }
      }
    }
  }

  @Test
  void resetComesInPlaceOfAMessageOfTheTargets() throws Exception {
    try (AcuseServer server = start(Framing.LINE, "reset=2");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      end.send("uno\ndos\ntres\n");
      assertThat(peer.receive()).isEqualTo("uno\n");
      assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
      assertThatThrownBy(end::receiveAll).isInstanceOf(SocketException.class);
      assertThat(nextEnd()).isEqualTo(SessionEnd.ON_PURPOSE);
      assertThat(told).containsExactly("out reset 2");
    }
  }

  @Test
  void finComesAfterAMessageOfTheTargets() throws Exception {
    try (AcuseServer server = start(Framing.LINE, "fin=2");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      end.send("uno\nd");
      assertThat(peer.receive() + peer.receiveAsMuchAs("d")).isEqualTo("uno\nd");
      end.send("os\ntres\n");
      assertThat(peer.receiveAll()).isEqualTo("os\n");
      peer.finish();
      assertThat(nextEnd()).isEqualTo(SessionEnd.ON_PURPOSE);
      assertThat(told).containsExactly("out fin 2");
    }
  }

  @Test
  void aMessageThatIsLostForGoodResetsBothSides() throws Exception {
    try (AcuseServer server = start(Framing.AUTO, "tcp-in:loss=100%");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("x");
      assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
      assertThatThrownBy(end::receiveAll).isInstanceOf(SocketException.class);
      assertThat(nextEnd()).isEqualTo(SessionEnd.ON_PURPOSE);
    }
  }

  @Test
  void finWaitsForWhatIsHeld() throws Exception {
    try (AcuseServer server = start(Framing.AUTO, "tcp:delay=100ms");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("question");
      peer.finish();
      assertThat(end.receiveAll()).isEqualTo("question");
      end.send("answer");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("answer");
    }
  }

  @Test
  void aStopWaitsForWhatIsHeld() throws Exception {
    AcuseServer server = start(Framing.AUTO, "tcp:delay=300ms");
    try (TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("question");
      awaitTold("in delay 1");
      Thread stop = new Thread(server::close);
      stop.start();
      assertThat(end.receiveAll()).isEqualTo("question");
      end.send("answer");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("answer");
      stop.join();
      assertThat(nextEnd()).isEqualTo(SessionEnd.SERVER_STOPPED);
    } finally {
      server.close();
    }
  }

  /** One message in three reads is one message, and its first piece is not waited with. */
  @Test
  void lengthFramingCountsMessagesAndHoldsNothingBack() throws Exception {
    byte[] message = {0, 0, 0, 4, 'h', 'o', 'l', 'a'};
    try (AcuseServer server = start(Framing.LENGTH, "tcp-in:delay=1ms");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      for (byte part : message) {
        peer.send(new byte[] {part});
        assertThat(end.receiveBytes(1)).containsExactly(part);
      }
      peer.send(message);
      assertThat(end.receiveBytes(message.length)).containsExactly(message);
      assertThat(told).containsExactly("in delay 1", "in delay 2");
    }
  }

  @Test
  void anOpenSessionFollowsAndItsNumbersGoOn() throws Exception {
    try (AcuseServer server = start(Framing.LINE);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      end.send("1\n2\n");
      assertThat(peer.receive() + peer.receive()).isEqualTo("1\n2\n");
      server.impair(ImpairConfig.of(1, "mute=3"));
      end.send("3\n4\n");
      assertThat(peer.receive()).isEqualTo("4\n");
    }
  }

  /** 30,000 messages of one read would be more than may be held: the rest waits. */
  @Test
  void moreThanMayBeHeldWaits() throws Exception {
    String many = "\n".repeat(30_000);
    try (AcuseServer server = start(Framing.LINE, "tcp-in:delay=20ms");
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send(many);
      peer.finish();
      assertThat(end.receiveAll()).isEqualTo(many);
    }
  }

  private void awaitTold(String fault) {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!told.contains(fault) && System.nanoTime() < untilNanos) {
      Thread.onSpinWait();
    }
    assertThat(told).contains(fault);
  }

  private SessionEnd nextEnd() throws InterruptedException {
    return ends.poll(20, TimeUnit.SECONDS);
  }

  private AcuseServer start(Framing framing, String... faults) throws Exception {
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void impaired(Session session, Path path, Fault fault, long number) {
            told.add(path.direction() + " " + fault.name().toLowerCase(Locale.ROOT) + " " + number);
          }

          @Override
          public void ended(Session session, SessionEnd why, SideCounts received) {
            ends.add(why);
          }
        };
    return TestServer.start(
        config ->
            config
                .framing(framing)
                .forwardTcp(target.address())
                .impair(ImpairConfig.forwarding(1, faults)),
        observer);
  }
}
