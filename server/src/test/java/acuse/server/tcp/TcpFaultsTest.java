package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.impair.HeldMessages;
import acuse.server.observe.SessionEnd;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on purpose in one session, to the millisecond. */
@Timeout(value = 60, threadMode = ThreadMode.SAME_THREAD)
class TcpFaultsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void aReplyThatIsLostOnceComes200MillisecondsLateAndThoseBehindItWait() {
    ScriptedFaults faults = new ScriptedFaults().out(2, Passage.of(1, 0));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n");
      assertThat(session.sent()).isEqualTo("[1]\n");
      session.pass(Duration.ofMillis(199));
      assertThat(session.sent()).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.sent()).isEqualTo("[2]\n[3]\n");
    }
  }

  @Test
  void aMessageThatIsLostOnceIsReceived200MillisecondsLateAndThoseBehindItWait() {
    ScriptedFaults faults = new ScriptedFaults().in(2, Passage.of(1, 0));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n");
      assertThat(session.received).containsExactly("1");
      session.pass(Duration.ofMillis(199));
      assertThat(session.received).containsExactly("1");
      session.pass(Duration.ofMillis(1));
      assertThat(session.received).containsExactly("1", "2", "3");
      assertThat(session.sent()).isEqualTo("[1]\n[2]\n[3]\n");
    }
  }

  @Test
  void eachFurtherLossDoublesTheTime() {
    ScriptedFaults faults = new ScriptedFaults().out(1, Passage.of(3, 0));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n");
      session.pass(Duration.ofMillis(1399));
      assertThat(session.sent()).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.sent()).isEqualTo("[1]\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sixLossesOfAMessageResetTheConnection(boolean in) {
    Passage lost = Passage.of(6, 0);
    ScriptedFaults faults = new ScriptedFaults();
    try (FaultyConnection session =
        new FaultyConnection(in ? faults.in(2, lost) : faults.out(2, lost))) {
      session.receive("1\n2\n3\n");
      session.pass(Duration.ofMillis(6199));
      assertThat(session.connection.isOpen()).isTrue();
      assertThat(session.sent()).isEqualTo("[1]\n");
      session.pass(Duration.ofMillis(1));
      assertThat(session.isReset()).isTrue();
      assertThat(session.sent()).isEmpty();
      assertThat(session.ends).containsExactly(SessionEnd.ON_PURPOSE);
    }
  }

  @Test
  void aDelayKeepsTheOrder() {
    ScriptedFaults faults =
        new ScriptedFaults()
            .in(1, Passage.after(Duration.ofMillis(50)))
            .in(2, Passage.after(Duration.ofMillis(10)));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n");
      session.pass(Duration.ofMillis(49));
      assertThat(session.received).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.sent()).isEqualTo("[1]\n[2]\n");
    }
  }

  @Test
  void eachMessageIsDelayedFromItsOwnArrival() {
    try (FaultyConnection session =
        new FaultyConnection(new ScriptedFaults().delayOut(Duration.ofMillis(50)))) {
      session.receive("1\n");
      session.pass(Duration.ofMillis(20));
      session.receive("2\n");
      session.pass(Duration.ofMillis(30));
      assertThat(session.sent()).isEqualTo("[1]\n");
      session.pass(Duration.ofMillis(20));
      assertThat(session.sent()).isEqualTo("[2]\n");
    }
  }

  @Test
  void aMutedMessageIsReceivedAndNotAnswered() {
    ScriptedFaults faults = new ScriptedFaults().fate(2, ReplyFate.MUTED);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n");
      assertThat(session.received).containsExactly("1", "2", "3");
      assertThat(session.sent()).isEqualTo("[1]\n[3]\n");
      assertThat(faults.out().next()).as("a muted message takes no number").isEqualTo(3);
      assertThat(faults.told()).containsExactly("MUTED 2");
    }
  }

  @Test
  void aRejectionIsMutedAsWell() {
    ScriptedFaults faults = new ScriptedFaults().fate(1, ReplyFate.MUTED);
    try (FaultyConnection session =
        new FaultyConnection(faults, config -> config.maxMessageBytes(3))) {
      session.receive("demasiado\n2\n");
      assertThat(session.sent()).isEqualTo("[2]\n");
    }
  }

  @Test
  void aResetComesInPlaceOfTheReply() {
    ScriptedFaults faults = new ScriptedFaults().fate(2, ReplyFate.RESET);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n");
      assertThat(session.received).containsExactly("1", "2");
      assertThat(session.sent()).isEqualTo("[1]\n");
      assertThat(session.isReset()).isTrue();
      assertThat(session.ends).containsExactly(SessionEnd.ON_PURPOSE);
    }
  }

  @Test
  void aResetWaitsForTheRepliesBeforeIt() {
    ScriptedFaults faults =
        new ScriptedFaults().delayOut(Duration.ofMillis(50)).fate(2, ReplyFate.RESET);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n");
      session.pass(Duration.ofMillis(49));
      assertThat(session.connection.isOpen()).isTrue();
      session.pass(Duration.ofMillis(1));
      assertThat(session.sent()).isEqualTo("[1]\n");
      assertThat(session.isReset()).isTrue();
    }
  }

  @Test
  void aResetWaitsUntilThePeerHasTakenTheRepliesBeforeIt() {
    ScriptedFaults faults = new ScriptedFaults().fate(2, ReplyFate.RESET);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.connection.setTakesNothing(true);
      session.receive("1\n2\n");
      session.pass(Duration.ofSeconds(1));
      assertThat(session.connection.isOpen()).isTrue();
      session.connection.setTakesNothing(false);
      session.connection.flush();
      assertThat(session.sent()).isEqualTo("[1]\n");
      assertThat(session.isReset()).isTrue();
    }
  }

  @Test
  void finFollowsTheReplyAndNothingIsAnsweredAfterIt() {
    ScriptedFaults faults = new ScriptedFaults().fate(2, ReplyFate.LAST);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n");
      assertThat(session.sent()).isEqualTo("[1]\n[2]\n");
      assertThat(session.connection.isOutputShutdown()).isTrue();
      assertThat(session.isReset()).isFalse();
      assertThat(session.ends).containsExactly(SessionEnd.ON_PURPOSE);
    }
  }

  @Test
  void exitHasNoReplyThatAFaultCouldActOn() {
    ScriptedFaults faults = new ScriptedFaults().fate(1, ReplyFate.RESET);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("exit\n");
      assertThat(session.ends).containsExactly(SessionEnd.EXIT);
      assertThat(session.connection.isOutputShutdown()).isTrue();
      assertThat(session.isReset()).isFalse();
      assertThat(faults.told()).isEmpty();
    }
  }

  @Test
  void slicesAreWrittenOneAfterTheOther() {
    WriteShape pieces = new WriteShape(1, 3, Duration.ofMillis(20).toNanos());
    ScriptedFaults faults = new ScriptedFaults().shape(pieces);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("hola\nadiós\n");
      assertThat(session.writes()).containsExactly("[ho");
      session.pass(Duration.ofMillis(19));
      assertThat(session.writes()).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.writes()).containsExactly("la]");
      session.pass(Duration.ofMillis(20));
      assertThat(session.writes()).containsExactly("\n");
      session.pass(Duration.ofMillis(20));
      assertThat(session.writes()).containsExactly("[ad");
      session.pass(LONG);
      assertThat(session.sent()).isEqualTo("iós]\n");
      assertThat(faults.told()).containsExactly("sliced 1", "sliced 2");
    }
  }

  @Test
  void gluedRepliesGoInOneWrite() {
    WriteShape two = new WriteShape(2, 0, 0);
    ScriptedFaults faults = new ScriptedFaults().shape(two);
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n");
      assertThat(session.writes()).isEmpty();
      session.receive("2\n3\n");
      assertThat(session.writes()).containsExactly("[1]\n[2]\n");
      session.pass(Duration.ofMillis(199));
      assertThat(session.writes()).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.writes()).containsExactly("[3]\n");
      assertThat(faults.told()).containsExactly("glued 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "fin", "stop"})
  void atTheEndFewerRepliesAreGlued(String end) {
    WriteShape many = new WriteShape(10, 0, 0);
    try (FaultyConnection session = new FaultyConnection(new ScriptedFaults().shape(many))) {
      session.receive("1\n2\n");
      switch (end) {
        case "exit" -> session.receive("exit\n");
        case "fin" -> session.finish();
        default -> {
          session.drain();
          session.pass(Duration.ofMillis(60));
        }
      }
      assertThat(session.writes()).containsExactly("[1]\n[2]\n");
      assertThat(session.connection.isOutputShutdown()).isTrue();
    }
  }

  @Test
  void aRateLetsOneMessageThroughAtATime() {
    ScriptedFaults faults = new ScriptedFaults().rateOut(8_000); // a byte in a millisecond
    try (FaultyConnection session = new FaultyConnection(faults)) {
      String message = "x".repeat(97);
      session.receive((message + "\n").repeat(3));
      assertThat(session.writes()).hasSize(1);
      session.pass(Duration.ofMillis(99));
      assertThat(session.writes()).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.writes()).hasSize(1);
      session.pass(Duration.ofMillis(100));
      assertThat(session.writes()).hasSize(1);
      assertThat(faults.told()).containsExactly("paced out 2", "paced out 3");
    }
  }

  @Test
  void aMessageThatIsTooLongCostsAsMuchAsTheLongest() {
    ScriptedFaults faults = new ScriptedFaults().rateIn(8_000);
    try (FaultyConnection session =
        new FaultyConnection(faults, config -> config.maxMessageBytes(100))) {
      session.receive(("x".repeat(500) + "\n").repeat(2));
      assertThat(session.writes()).hasSize(1);
      session.pass(Duration.ofMillis(99));
      assertThat(session.writes()).isEmpty();
      session.pass(Duration.ofMillis(1));
      assertThat(session.writes()).hasSize(1);
    }
  }

  @Test
  void aRateLetsTenMillisecondsWorthThroughAtOnce() {
    ScriptedFaults faults = new ScriptedFaults().rateIn(8_000_000); // 10,000 bytes in 10 ms
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive(("x".repeat(999) + "\n").repeat(12));
      assertThat(session.received).hasSize(10);
      session.pass(Duration.ofMillis(2));
      assertThat(session.received).hasSize(12);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void beyondASecondsWorthNothingIsRead(boolean in) {
    ScriptedFaults faults = new ScriptedFaults();
    try (FaultyConnection session =
        new FaultyConnection(in ? faults.rateIn(8_000) : faults.rateOut(8_000))) {
      String message = "x".repeat(97) + "\n";
      for (int i = 0; i < 11; i++) {
        session.receive(message);
      }
      assertThat(session.isRead()).isTrue();
      session.receive(message.repeat(5));
      assertThat(session.isRead()).isFalse();
      session.pass(LONG);
      assertThat(session.received).hasSize(16);
      assertThat(session.writes()).hasSize(16);
      assertThat(session.isRead()).isTrue();
    }
  }

  @Test
  void aStallNeitherReadsNorWritesFromItsMessageOn() {
    ScriptedFaults faults =
        new ScriptedFaults().delayOut(Duration.ofMillis(50)).stall(2, Duration.ofSeconds(5));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n");
      assertThat(session.received).containsExactly("1");
      assertThat(session.isRead()).isFalse();
      session.pass(Duration.ofMillis(4999));
      assertThat(session.received).containsExactly("1");
      assertThat(session.sent()).isEmpty();
      assertThat(session.isRead()).isFalse();
      session.pass(Duration.ofMillis(51));
      assertThat(session.sent()).isEqualTo("[1]\n[2]\n[3]\n");
      assertThat(session.isRead()).isTrue();
      session.receive("4\n");
      session.pass(Duration.ofMillis(50));
      assertThat(session.sent()).as("once per session").isEqualTo("[4]\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "fin", "stop"})
  void theEndWaitsForWhatIsHeld(String end) {
    ScriptedFaults faults =
        new ScriptedFaults().delayIn(Duration.ofSeconds(1)).delayOut(Duration.ofSeconds(1));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2");
      switch (end) {
        case "exit" -> session.receive("\nexit\n3\n");
        case "fin" -> session.finish();
        default -> {
          session.receive("\n");
          session.drain();
        }
      }
      session.pass(Duration.ofMillis(1900));
      assertThat(session.sent()).isEmpty();
      assertThat(session.connection.isOutputShutdown()).isFalse();
      session.pass(Duration.ofMillis(300));
      assertThat(session.sent().strip()).isEqualTo("[1]\n[2]");
      assertThat(session.connection.isOutputShutdown()).isTrue();
    }
  }

  @Test
  void aCallOffActsFromTheNextMessageOnAndKeepsTheOrder() {
    ScriptedFaults faults = new ScriptedFaults().delayOut(Duration.ofMillis(50));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n");
      faults.clear();
      session.receive("2\n");
      assertThat(session.sent()).isEmpty();
      session.pass(Duration.ofMillis(50));
      assertThat(session.sent()).isEqualTo("[1]\n[2]\n");
      session.receive("3\n4\n");
      assertThat(session.writes()).as("one write, as without faults").containsExactly("[3]\n[4]\n");
      assertThat(faults.out().next()).isEqualTo(5);
    }
  }

  @Test
  void nothingIsReadWhileTooManyMessagesAreHeldInTheWholeServer() {
    ScriptedFaults faults = new ScriptedFaults().delayIn(Duration.ofMillis(50));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.limit.change(HeldMessages.MAX - 2);
      session.receive("1\n2\n3\n4\n");
      assertThat(session.limit.held()).isEqualTo(HeldMessages.MAX);
      assertThat(session.isRead()).isFalse();
      session.pass(Duration.ofMillis(200));
      session.limit.change(2 - HeldMessages.MAX);
      assertThat(session.received).containsExactly("1", "2", "3", "4");
      assertThat(session.isRead()).isTrue();
    }
  }

  @Test
  void nothingIsReadWhileMemoryIsShortAndNobodyIsReset() {
    String read = ("x".repeat(999) + "\n").repeat(32);
    int reads = 0;
    ScriptedFaults faults = new ScriptedFaults().delayIn(Duration.ofMillis(50));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.budget.setMaxBytes(1_000_000);
      for (; session.isRead(); reads++) {
        session.receive(read);
      }
      assertThat(reads).isBetween(20, 30);
      assertThat(session.budget.isExceeded()).isFalse();
      session.pass(Duration.ofMillis(200));
      assertThat(session.isRead()).isTrue();
      assertThat(session.sent().lines()).hasSize(reads * 32);
    }
  }

  @Test
  void aMessageThatTheEndOfTheStreamEndsWaitsForRoomToo() {
    ScriptedFaults faults = new ScriptedFaults().delayIn(Duration.ofMillis(50));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.limit.change(HeldMessages.MAX);
      session.receive("1");
      session.finish();
      session.pass(Duration.ofSeconds(1));
      assertThat(session.limit.held()).isEqualTo(HeldMessages.MAX);
      session.limit.change(-HeldMessages.MAX);
      session.pass(Duration.ofMillis(100));
      assertThat(session.sent()).isEqualTo("[1]");
    }
  }

  @Test
  void messagesThatWaitForASlowReaderTakeNobodysRoom() {
    ScriptedFaults faults = new ScriptedFaults().delayIn(Duration.ofMillis(50));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n");
      session.pass(Duration.ofMillis(1));
      session.receive("2\n3\n");
      session.connection.setTakesNothing(true);
      session.pass(Duration.ofMillis(60));
      assertThat(session.received).containsExactly("1");
      assertThat(session.limit.held()).isZero();
      assertThat(session.isRead()).isFalse();
      session.connection.setTakesNothing(false);
      session.connection.flush();
      assertThat(session.sent()).isEqualTo("[1]\n[2]\n[3]\n");
      assertThat(session.isRead()).isTrue();
    }
  }

  @Test
  void noTimeoutRunsWhileASessionWaitsForRoom() {
    ScriptedFaults faults = new ScriptedFaults().delayIn(Duration.ofMillis(50));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.limit.change(HeldMessages.MAX);
      session.receive("1\n");
      Patrolled patrolled = (Patrolled) session.connection.pipeline().last();
      assertThat(patrolled.hasStalled(System.nanoTime() + Duration.ofHours(1).toNanos())).isFalse();
      session.limit.change(-HeldMessages.MAX);
    }
  }

  @Test
  void aBrokenConnectionReleasesWhatIsHeld() {
    ScriptedFaults faults =
        new ScriptedFaults()
            .in(3, Passage.of(2, 0))
            .delayOut(Duration.ofSeconds(1))
            .shape(new WriteShape(5, 3, 1));
    try (FaultyConnection session = new FaultyConnection(faults)) {
      session.receive("1\n2\n3\n4");
      session.connection.close();
      assertThat(session.ends).containsExactly(SessionEnd.BROKEN);
    }
  }
}
