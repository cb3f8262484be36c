package acuse.server.udp;

import static acuse.server.udp.ScriptedDatagramFaults.corrupted;
import static acuse.server.udp.ScriptedDatagramFaults.delayed;
import static acuse.server.udp.ScriptedDatagramFaults.duplicated;
import static acuse.server.udp.ScriptedDatagramFaults.reordered;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.guard.Limit;
import acuse.server.impair.HeldMessages;
import acuse.server.testing.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each fault does to datagrams, to the nanosecond. */
class ImpairedUdpHandlerTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration REORDERED_AT_MOST = Duration.ofMillis(200);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final int OTHER_PORT = 40_001;

  private final ScriptedDatagramFaults faults = new ScriptedDatagramFaults();

  @Test
  void withoutFaultsEveryDatagramIsAnsweredAtOnce() throws Exception {
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "", "b").replies()).containsExactly("[a]", "[]", "[b]");
    }
  }

  @Test
  void aLostMessageBeginsItsSessionAndIsNotReceived() throws Exception {
    EventLog events = new EventLog();
    faults.in(1, DatagramPassage.LOST);
    try (FaultySocket socket = new FaultySocket(faults, events, config -> config)) {
      assertThat(socket.send("a", "b").replies()).containsExactly("[b]");
      assertThat(events.next()).isEqualTo("UDP 40000 began");
      assertThat(events.next()).isEqualTo("UDP 40000 received b");
      assertThat(events.isEmpty()).isTrue();
    }
  }

  @Test
  void aLostReplyIsReceivedAndNotAnswered() throws Exception {
    EventLog events = new EventLog();
    faults.out(2, DatagramPassage.LOST);
    try (FaultySocket socket = new FaultySocket(faults, events, config -> config)) {
      assertThat(socket.send("a", "b", "c").replies()).containsExactly("[a]", "[c]");
      events.await("UDP 40000 received b");
    }
  }

  @Test
  void aRejectionIsAReplyToo() throws Exception {
    faults.out(1, DatagramPassage.LOST);
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("x".repeat(201), "b").replies()).containsExactly("[b]");
    }
  }

  @Test
  void aDuplicatedMessageIsReceivedAndAnsweredTwice() throws Exception {
    EventLog events = new EventLog();
    faults.in(1, duplicated());
    try (FaultySocket socket = new FaultySocket(faults, events, config -> config)) {
      assertThat(socket.send("a", "b").replies()).containsExactly("[a]", "[a]", "[b]");
      events.await("UDP 40000 received a");
      assertThat(events.next()).isEqualTo("UDP 40000 received a");
    }
  }

  @Test
  void copiesHaveTheNumberOfTheirOriginal() throws Exception {
    faults.in(1, duplicated()).in(2, DatagramPassage.LOST).out(3, DatagramPassage.LOST);
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "b", "c", "d").replies()).containsExactly("[a]", "[a]", "[d]");
    }
  }

  @Test
  void aDuplicatedReplyGoesTwice() throws Exception {
    faults.everyOut(duplicated());
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "").replies()).containsExactly("[a]", "[a]", "[]", "[]");
    }
  }

  @Test
  void copiesAskTheLimitOnAnswers() throws Exception {
    faults.everyIn(duplicated()).everyOut(duplicated());
    try (FaultySocket socket =
        new FaultySocket(
            faults,
            new EventLog(),
            config -> config.guard(guard -> guard.udpAnswersPerSecond(1)))) {
      assertThat(socket.send("a", "b").replies()).containsExactly("[a]");
      // The copy of the message, that of its reply, and the second message.
      assertThat(socket.limits().totals()).containsEntry(Limit.UDP_RATE, 3L);
    }
  }

  @Test
  void oneBitOfAMessageChanges() throws Exception {
    faults.in(1, corrupted(0)).in(2, corrupted(7 + 8 - 1));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("abc", "abc", "abc").replies())
          .containsExactly("[`bc]", "[a\"c]", "[abc]");
    }
  }

  @Test
  void oneBitOfAReplyChanges() throws Exception {
    EventLog events = new EventLog();
    faults.out(1, corrupted(1));
    try (FaultySocket socket = new FaultySocket(faults, events, config -> config)) {
      assertThat(socket.send("abc", "abc").replies()).containsExactly("Yabc]", "[abc]");
      events.await("UDP 40000 received abc");
    }
  }

  @Test
  void bothCopiesHaveTheSameBitChanged() throws Exception {
    faults.everyIn(new DatagramPassage(false, true, 0, SHORT.toNanos(), 0));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("abc").pass(SHORT).replies()).containsExactly("[`bc]", "[`bc]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDelayedDatagramComesAfterItsDelayAndNotBefore(boolean in) throws Exception {
    if (in) {
      faults.everyIn(delayed(SHORT));
    } else {
      faults.everyOut(delayed(SHORT));
    }
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "").pass(SHORT.minus(NANO)).replies()).isEmpty();
      assertThat(socket.pass(NANO).replies()).containsExactly("[a]", "[]");
    }
  }

  @Test
  void delaysOfBothDirectionsAddUp() throws Exception {
    faults.everyIn(delayed(SHORT)).everyOut(delayed(SHORT));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a").pass(SHORT).replies()).isEmpty();
      assertThat(socket.pass(SHORT.minus(NANO)).replies()).isEmpty();
      assertThat(socket.pass(NANO).replies()).containsExactly("[a]");
    }
  }

  @Test
  void aDatagramWithAShorterDelayOvertakes() throws Exception {
    faults.in(1, delayed(SHORT.multipliedBy(2))).in(2, delayed(SHORT));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "b", "c").replies()).containsExactly("[c]");
      assertThat(socket.pass(SHORT).replies()).containsExactly("[b]");
      assertThat(socket.pass(SHORT).replies()).containsExactly("[a]");
    }
  }

  @Test
  void thoseThatAreDueComeWithTheNextReadIfTheTimerIsLate() throws Exception {
    faults.in(1, delayed(NANO));
    try (FaultySocket socket = new FaultySocket(faults)) {
      socket.send("a").pass(NANO);
      assertThat(socket.send("b").replies()).containsExactly("[a]", "[b]");
    }
  }

  @Test
  void theRateIsThatOfEachSession() throws Exception {
    faults.rateIn(8_000);
    String message = "x".repeat(100);
    try (FaultySocket socket = new FaultySocket(faults)) {
      socket.send(message, message);
      socket.sendFrom(OTHER_PORT, message);
      assertThat(socket.replies()).hasSize(2);
      assertThat(socket.pass(Duration.ofMillis(100).minus(NANO)).replies()).isEmpty();
      assertThat(socket.pass(NANO).replies()).hasSize(1);
    }
  }

  @Test
  void moreThanASecondsWorthOfASessionThatWaitsIsDropped() throws Exception {
    faults.rateIn(8_000);
    List<String> messages = new ArrayList<>();
    List<String> replies = new ArrayList<>();
    for (int i = 1; i <= 13; i++) {
      messages.add(String.format("%0100d", i));
      replies.add("[" + messages.get(i - 1) + "]");
    }
    try (FaultySocket socket = new FaultySocket(faults)) {
      // One passes with a full bucket, ten wait for no more than a second.
      socket.send(messages.subList(0, 12).toArray(String[]::new));
      assertThat(faults.told()).containsExactly("in 12 RATE");
      assertThat(socket.pass(Duration.ofMillis(999)).replies()).isEqualTo(replies.subList(0, 10));
      assertThat(socket.send(messages.get(12)).pass(Duration.ofMillis(101)).replies())
          .containsExactly(replies.get(10), replies.get(12));
    }
  }

  @Test
  void aRateOfRepliesCountsTheirPayload() throws Exception {
    faults.rateOut(8_000);
    try (FaultySocket socket = new FaultySocket(faults)) {
      String message = "x".repeat(98); // 100 with the brackets
      assertThat(socket.send(message, message).replies()).hasSize(1);
      assertThat(socket.pass(Duration.ofMillis(100).minus(NANO)).replies()).isEmpty();
      assertThat(socket.pass(NANO).replies()).hasSize(1);
    }
  }

  @Test
  void aReorderedDatagramLetsOneLaterPass() throws Exception {
    faults.in(1, reordered(1));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a").replies()).isEmpty();
      assertThat(socket.send("b", "c").replies()).containsExactly("[b]", "[a]", "[c]");
    }
  }

  @Test
  void aReorderedDatagramLetsAsManyPassAsItsDepthSays() throws Exception {
    faults.out(1, reordered(3)).out(2, reordered(1));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "b", "c", "d", "e", "f").replies())
          .containsExactly("[c]", "[b]", "[d]", "[e]", "[a]", "[f]");
    }
  }

  @Test
  void onlyDatagramsOfTheSameSessionOvertake() throws Exception {
    faults.in(1, reordered(1));
    try (FaultySocket socket =
        new FaultySocket(
            session ->
                session.peer().getPort() == OTHER_PORT ? new ScriptedDatagramFaults() : faults,
            new EventLog(),
            config -> config)) {
      socket.send("a").sendFrom(OTHER_PORT, "other");
      assertThat(socket.replies()).containsExactly("[other]");
      assertThat(socket.send("b").replies()).containsExactly("[b]", "[a]");
    }
  }

  @Test
  void aReorderedDatagramThatNobodyOvertakesComesAfter200Milliseconds() throws Exception {
    faults.everyIn(reordered(1));
    try (FaultySocket socket = new FaultySocket(faults)) {
      socket.send("a", "b");
      assertThat(socket.pass(REORDERED_AT_MOST.minus(NANO)).replies()).isEmpty();
      assertThat(socket.pass(NANO).replies()).containsExactly("[a]", "[b]");
    }
  }

  @Test
  void datagramsThatMeetNoFaultsAnyMoreOvertakeReorderedOnes() throws Exception {
    faults.everyIn(reordered(1));
    try (FaultySocket socket = new FaultySocket(faults)) {
      socket.send("a");
      faults.clear();
      assertThat(socket.send("b").replies()).containsExactly("[b]", "[a]");
    }
  }

  @Test
  void aStallLosesMessagesFromItsFirstOnForItsTime() throws Exception {
    faults.stall(2, SHORT);
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "b").pass(SHORT.minus(NANO)).send("c").replies())
          .containsExactly("[a]");
      assertThat(socket.pass(NANO).send("d", "e").replies()).containsExactly("[d]", "[e]");
      assertThat(faults.told()).containsExactly("in 2 STALL", "in 3 STALL");
    }
  }

  @Test
  void aStallLosesRepliesThatWouldGo() throws Exception {
    faults.stall(2, SHORT).out(1, delayed(SHORT.minus(NANO)));
    try (FaultySocket socket = new FaultySocket(faults)) {
      assertThat(socket.send("a", "b").pass(SHORT.minus(NANO)).replies()).isEmpty();
      assertThat(faults.told()).containsExactly("in 2 STALL", "out 1 STALL");
    }
  }

  @Test
  void aMutedMessageIsReceivedAndTakesNoNumberOut() throws Exception {
    EventLog events = new EventLog();
    faults.mute(2).mute(3).out(2, corrupted(1));
    try (FaultySocket socket = new FaultySocket(faults, events, config -> config)) {
      assertThat(socket.send("a", "b", "x".repeat(201), "c").replies())
          .containsExactly("[a]", "Yc]");
      events.await("UDP 40000 received b");
      assertThat(events.next()).isEqualTo("UDP 40000 rejected 200");
    }
  }

  @Test
  void exitEndsTheSessionWhenItComesAndWaitsForItsReplies() throws Exception {
    EventLog events = new EventLog();
    faults.in(2, delayed(SHORT)).out(2, delayed(SHORT));
    try (FaultySocket socket =
        new FaultySocket(
            session -> session.id() == 1 ? faults : new ScriptedDatagramFaults(),
            events,
            config -> config)) {
      socket.send("a", "exit").pass(SHORT);
      assertThat(socket.replies()).containsExactly("[a]");
      assertThat(socket.send("b").replies()).containsExactly("[b]");
      assertThat(socket.pass(SHORT).replies()).containsExactly("[exit]");
      for (String event :
          List.of("began", "received a", "received exit", "began", "received b", "ended EXIT")) {
        assertThat(events.next()).isEqualTo("UDP 40000 " + event);
      }
    }
  }

  @Test
  void anExitThatComesLateLeavesANewerSessionAlone() throws Exception {
    EventLog events = new EventLog();
    faults.in(1, delayed(SHORT.multipliedBy(2)));
    try (FaultySocket socket =
        new FaultySocket(
            session -> session.id() == 1 ? faults : new ScriptedDatagramFaults(),
            events,
            config -> config)) {
      socket.send("exit", "exit", "b").pass(SHORT.multipliedBy(2));
      assertThat(socket.replies()).containsExactly("[exit]", "[b]", "[exit]");
      for (String event :
          List.of("began", "received exit", "began", "received b", "received exit", "ended EXIT")) {
        assertThat(events.next()).isEqualTo("UDP 40000 " + event);
      }
      assertThat(events.isEmpty()).isTrue();
    }
  }

  @Test
  void whereTheWholeServerHoldsTooManyADatagramIsDropped() throws Exception {
    faults.everyIn(delayed(SHORT));
    try (FaultySocket socket = new FaultySocket(faults)) {
      socket.limit().change(HeldMessages.MAX - 1);
      socket.send("a", "b");
      assertThat(faults.told()).containsExactly("in 2 NO_ROOM");
      assertThat(socket.pass(SHORT).send("c").pass(SHORT).replies()).containsExactly("[a]", "[c]");
      socket.limit().change(1 - HeldMessages.MAX);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereThereIsNoMemoryADatagramIsDropped(boolean in) throws Exception {
    if (in) {
      faults.everyIn(reordered(2));
    } else {
      faults.everyOut(reordered(2));
    }
    try (FaultySocket socket = new FaultySocket(faults)) {
      socket.budget().setMaxBytes(in ? 3 : 5);
      socket.send("abc", "d");
      assertThat(faults.told()).containsExactly((in ? "in" : "out") + " 2 NO_ROOM");
      assertThat(socket.pass(REORDERED_AT_MOST).replies()).containsExactly("[abc]");
      assertThat(socket.budget().heldBytes()).isZero();
    }
  }

  @Test
  void aSocketThatIsClosedFreesAllThatWaits() throws Exception {
    faults
        .in(1, delayed(SHORT))
        .in(2, reordered(5))
        .in(3, duplicated())
        .out(1, delayed(SHORT))
        .out(2, reordered(3))
        .rateOut(8);
    FaultySocket socket = new FaultySocket(faults);
    socket.send("a", "b", "c", "d");
    assertThat(socket.limit().held()).isEqualTo(4);
    socket.close(); // and looks whether all is free
  }

  @Test
  void aSessionIsNotSilentWhileItsDatagramsAreHeldBack() throws Exception {
    EventLog events = new EventLog();
    faults.everyOut(delayed(SHORT));
    try (FaultySocket socket = new FaultySocket(faults, events, config -> config)) {
      socket.send("a");
      long muchLater = System.nanoTime() + 2 * UdpSessions.MAX_SILENCE.toNanos();
      socket.sessions().endSilent(muchLater);
      assertThat(socket.pass(SHORT).replies()).containsExactly("[a]");
      socket.sessions().endSilent(muchLater);
      for (String event : List.of("began", "received a", "ended IDLE")) {
        assertThat(events.next()).isEqualTo("UDP 40000 " + event);
      }
    }
  }

  /** Where there is room, each message comes through but for those that are dropped. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverHappensNothingIsLeftAndNothingIsCountedTwice(long seed) throws Exception {
    Random random = new Random(seed);
    int messages = 2_000;
    int[] expected = new int[1];
    for (int number = 1; number <= messages; number++) {
      DatagramPassage passage = draw(random);
      faults.in(number, passage);
      expected[0] += passage.isLost() ? 0 : passage.isDuplicated() ? 2 : 1;
    }
    int received = expected[0];
    int sent = 0;
    for (int number = 1; number <= received; number++) {
      DatagramPassage passage = draw(random);
      faults.out(number, passage);
      sent += passage.isLost() ? 0 : passage.isDuplicated() ? 2 : 1;
    }
    try (FaultySocket socket =
        new FaultySocket(
            faults,
            new EventLog(),
            config -> config.guard(guard -> guard.udpAnswersPerSecond(1_000_000)))) {
      List<String> replies = new ArrayList<>();
      for (int number = 1; number <= messages; number++) {
        socket.send("x".repeat(random.nextInt(10))).pass(Duration.ofMillis(random.nextInt(3)));
        replies.addAll(socket.replies());
      }
      // First the last messages come, and then their replies go.
      replies.addAll(socket.pass(Duration.ofSeconds(1)).pass(Duration.ofSeconds(1)).replies());
      assertThat(faults.told()).isEmpty();
      assertThat(replies).hasSize(sent);
      assertThat(socket.limit().held()).isZero();
    }
  }

  private static DatagramPassage draw(Random random) {
    return new DatagramPassage(
        random.nextInt(10) == 0,
        random.nextInt(10) == 0,
        DatagramPassage.NO_BIT,
        random.nextInt(3) == 0 ? random.nextInt(20_000_000) : 0,
        random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 0);
  }
}
