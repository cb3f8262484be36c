package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Protocol;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults on purpose, of a server that an embedding program has told to commit them. */
class ImpairTest {
  private static final int MESSAGES = 40;

  /** Half of them are lost at most, so that one is answered. */
  private static final int MORE = 30;

  private record Told(Path path, Fault fault, long number) {}

  @Test
  void theSecondReplyAndOnlyThatIsLostOverUdpTenTimesOutOfTen() throws Exception {
    try (AcuseServer server = start("udp-out:loss=2")) {
      for (int time = 0; time < 10; time++) {
        try (Peer peer = Peer.of(Protocol.UDP, server)) {
          assertThat(answered(peer, 6)).containsExactly(1, 3, 4, 5, 6);
        }
      }
    }
  }

  @Test
  void theSameListLosesNothingOverTcp() throws Exception {
    List<Told> told = Collections.synchronizedList(new ArrayList<>());
    try (AcuseServer server = start(told, "tcp-out:loss=2");
        Peer peer = Peer.of(Protocol.TCP, server)) {
      long beganNanos = System.nanoTime();
      for (int number = 1; number <= 4; number++) {
        peer.send("m" + number + "\n");
      }
      for (int number = 1; number <= 4; number++) {
        assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: m" + number + "\n");
      }
      assertThat(System.nanoTime() - beganNanos).isGreaterThan(199_000_000L);
    }
    assertThat(told).containsExactly(new Told(Path.TCP_OUT, Fault.LOSS, 2));
  }

  /** What is lost follows from the seed, the peer's address and the session's number alone. */
  @Test
  void theSameSeedLosesTheSame() throws Exception {
    List<List<Integer>> first = lossesOfThreeSessions(7);
    assertThat(lossesOfThreeSessions(7)).isEqualTo(first);
    assertThat(lossesOfThreeSessions(8)).isNotEqualTo(first);
    assertThat(first.get(0)).isNotEqualTo(first.get(1)).hasSizeBetween(5, 35);
  }

  private static List<List<Integer>> lossesOfThreeSessions(long seed) throws Exception {
    List<List<Integer>> answered = new ArrayList<>();
    try (AcuseServer server =
        TestServer.start(
            config -> config.threads(2).impair(ImpairConfig.of(seed, "udp-in:loss=50%")))) {
      for (int session = 0; session < 3; session++) {
        try (Peer peer = Peer.of(Protocol.UDP, server)) {
          answered.add(answered(peer, MESSAGES));
        }
      }
    }
    return answered;
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aMutedMessageIsReceivedAndNotAnsweredAndTakesNoNumberOfReplies(Protocol protocol)
      throws Exception {
    List<Told> told = Collections.synchronizedList(new ArrayList<>());
    try (AcuseServer server = start(told, "mute=2", "delay=1ms");
        Peer peer = Peer.of(protocol, server)) {
      for (int number : List.of(1, 2, 3)) {
        peer.send("m" + number + "\n");
      }
      List<String> replies = new ArrayList<>(List.of(peer.receive(), peer.receive()));
      Collections.sort(replies); // over UDP they may overtake each other
      assertThat(replies)
          .containsExactly(
              "Servidor " + protocol + " recibió: m1\n", "Servidor " + protocol + " recibió: m3\n");
    }
    assertThat(told)
        .contains(new Told(Path.out(protocol), Fault.MUTE, 2))
        .contains(new Told(Path.out(protocol), Fault.DELAY, 2))
        .doesNotContain(new Told(Path.out(protocol), Fault.DELAY, 3));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void openSessionsFollowAnExchangeFromTheirNextMessageOnAndNumbersGoOn(Protocol protocol)
      throws Exception {
    List<Told> told = Collections.synchronizedList(new ArrayList<>());
    try (AcuseServer server = start(told);
        Peer peer = Peer.of(protocol, server)) {
      exchange(peer, 1);
      exchange(peer, 2);
      server.impair(ImpairConfig.of(1, "mute=4"));
      exchange(peer, 3);
      peer.send("m4\n");
      exchange(peer, 5);
      server.impair(ImpairConfig.none());
      exchange(peer, 6);
    }
    assertThat(told).containsExactly(new Told(Path.out(protocol), Fault.MUTE, 4));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void peersThatAreNotNamedMeetNone(Protocol protocol) throws Exception {
    ImpairConfig faults = ImpairConfig.of(1, "mute=1");
    ImpairConfig elsewhere =
        new ImpairConfig(1, faults.faults(), List.of(AddressBlock.parse("192.0.2.0/24")));
    try (AcuseServer server = TestServer.start(config -> config.impair(elsewhere));
        Peer peer = Peer.of(protocol, server)) {
      exchange(peer, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aStopAnswersWhatIsHeldBack(Protocol protocol) throws Exception {
    try (Peer peer = heldAtStop(protocol)) {
      assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: m1\n");
    }
  }

  /** Returns when the server has stopped. */
  private static Peer heldAtStop(Protocol protocol) throws Exception {
    List<Told> told = Collections.synchronizedList(new ArrayList<>());
    try (AcuseServer server = start(told, "delay=300ms")) {
      Peer peer = Peer.of(protocol, server);
      peer.send("m1\n");
      while (told.isEmpty()) {
        Thread.onSpinWait(); // until it is held back
      }
      return peer;
    }
  }

  @Test
  void aServerThatBeganWithoutFaultsTakesNone() throws Exception {
    try (AcuseServer server = TestServer.start()) {
      assertThatThrownBy(() -> server.impair(ImpairConfig.none()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static void exchange(Peer peer, int number) throws IOException {
    peer.send("m" + number + "\n");
    assertThat(peer.receive()).endsWith(": m" + number + "\n");
  }

  /**
   * Sends messages over UDP, and more until one of these is answered: on loopback replies keep
   * their order.
   *
   * @return those of the first {@code messages} that were answered
   */
  private static List<Integer> answered(Peer peer, int messages) throws IOException {
    for (int number = 1; number <= messages + MORE; number++) {
      peer.send("m" + number);
    }
    List<Integer> answered = new ArrayList<>();
    for (int number = next(peer); number <= messages; number = next(peer)) {
      answered.add(number);
    }
    return answered;
  }

  private static int next(Peer peer) throws IOException {
    String reply = peer.receive();
    return Integer.parseInt(reply.substring(reply.lastIndexOf('m') + 1));
  }

  private static AcuseServer start(String... faults) throws Exception {
    return start(Collections.synchronizedList(new ArrayList<>()), faults);
  }

  private static AcuseServer start(List<Told> told, String... faults) throws Exception {
    return TestServer.start(
        config -> config.impair(ImpairConfig.of(1, faults)),
        new ServerObserver() {
          @Override
          public void impaired(Session session, Path path, Fault fault, long number) {
            told.add(new Told(path, fault, number));
          }
        });
  }
}
