package acuse.server.udp;

import static acuse.server.udp.ScriptedDatagramFaults.delayed;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.HostResolver;
import acuse.server.forward.TargetAddresses;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.Limit;
import acuse.server.testing.EventLog;
import acuse.server.udp.EmbeddedTargets.Onward;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forwarded, by whom, and until when; with time that a test lets pass. */
class ForwardHandlerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int PORT = 40_000;
  private static final int OTHER_PORT = 40_001;

  private final EventLog events = new EventLog();

  /** Where the server listens. */
  enum Listening {
    ON_LOOPBACK("127.0.0.1"),
    FOR_ALL("0.0.0.0");

    private final String host;

    Listening(String host) {
      this.host = host;
    }
  }

  @Test
  void eachPeerHasASocketOfItsOwnAndGetsWhatComesToIt() throws Exception {
    try (FaultySocket socket = start(Listening.ON_LOOPBACK)) {
      socket.sendFrom(PORT, "a", "b").sendFrom(OTHER_PORT, "c");
      List<Onward> onward = socket.targets().opened();
      assertThat(onward).hasSize(2);
      assertThat(onward.get(0).received()).containsExactly("a", "b");
      assertThat(onward.get(1).received()).containsExactly("c");
      onward.get(1).send("for the other");
      assertThat(socket.replyPorts()).containsExactly(OTHER_PORT);
      onward.get(0).send("", "for the first");
      assertThat(socket.replies()).containsExactly("", "for the first");
      for (String event : List.of("40000 began", "40000 received a", "40000 received b")) {
        assertThat(events.next()).isEqualTo("UDP " + event);
      }
      assertThat(events.next()).isEqualTo("UDP 40001 began");
    }
  }

  @Test
  void nothingIsTakenForAnExitForALoopOrForTooLong() throws Exception {
    String reply = "Servidor UDP recibió: Servidor UDP recibió: ";
    String tooLong = "x".repeat(1000);
    try (FaultySocket socket = start(Listening.ON_LOOPBACK, config -> config.maxMessageBytes(1))) {
      socket.send("exit", reply, tooLong, "exit\n");
      Onward onward = socket.targets().opened().get(0);
      assertThat(onward.received()).containsExactly("exit", reply, tooLong, "exit\n");
      assertThat(socket.targets().opened()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSocketIsGivenUpAfterAMinuteWithoutADatagramEitherWay(boolean fromPeer) throws Exception {
    try (FaultySocket socket = start(Listening.ON_LOOPBACK)) {
      socket.send("a").pass(SECOND.multipliedBy(59));
      Onward first = socket.targets().opened().get(0);
      if (fromPeer) {
        socket.send("b");
      } else {
        first.send("b");
      }
      socket.pass(SECOND.multipliedBy(59));
      assertThat(first.isOpen()).isTrue();
      socket.pass(SECOND);
      assertThat(first.isOpen()).isFalse();
      events.await("UDP 40000 ended IDLE");
      socket.send("c");
      assertThat(socket.targets().opened()).hasSize(2);
      assertThat(socket.targets().opened().get(1).received()).containsExactly("c");
    }
  }

  @Test
  void aSessionWhoseDatagramsAreHeldBackIsNotSilent() throws Exception {
    ScriptedDatagramFaults faults =
        new ScriptedDatagramFaults().everyIn(delayed(Duration.ofMinutes(2)));
    try (FaultySocket socket = FaultySocket.forwarding(session -> faults, events)) {
      socket.send("a").pass(Duration.ofMinutes(2));
      assertThat(socket.replies()).containsExactly("[a]");
      socket.pass(Duration.ofMinutes(1));
      events.await("UDP 40000 ended IDLE");
    }
  }

  @Test
  void thereAreSoManySocketsAndWhoComesLaterWaitsUntilSomeAreSilentForAWhile() throws Exception {
    ForwardLimits two =
        new ForwardLimits(2, 100, 100, Duration.ofMinutes(1), Duration.ofSeconds(10));
    try (FaultySocket socket = start(Listening.ON_LOOPBACK, config -> config, two)) {
      socket.sendFrom(1, "a").pass(SECOND.multipliedBy(5)).sendFrom(2, "b").sendFrom(3, "c");
      assertThat(socket.targets().opened()).hasSize(2);
      assertThat(socket.limits().totals()).containsEntry(Limit.FORWARD_SOCKETS, 1L);
      socket.sendFrom(2, "still served").pass(SECOND.multipliedBy(5));
      events.await("UDP 1 ended CROWDED_OUT");
      socket.sendFrom(3, "c");
      assertThat(socket.targets().opened().get(1).received()).containsExactly("b", "still served");
      assertThat(socket.targets().opened().get(2).received()).containsExactly("c");
    }
  }

  @ParameterizedTest
  @EnumSource(Listening.class)
  void newSocketsOfOneAddressAreLimitedPerSecondButForLoopbackAlone(Listening listening)
      throws Exception {
    ForwardLimits three =
        new ForwardLimits(1_000, 3, 1_000, Duration.ofMinutes(1), Duration.ofSeconds(10));
    try (FaultySocket socket = start(listening, config -> config, three)) {
      openMany(socket, 10);
      assertOpened(socket, 10, listening == Listening.FOR_ALL ? 3 : 10);
      socket.pass(SECOND.dividedBy(3));
      openMany(socket, 10);
      assertThat(socket.targets().opened()).hasSize(listening == Listening.FOR_ALL ? 4 : 10);
    }
  }

  @ParameterizedTest
  @EnumSource(Listening.class)
  void newSocketsOfAllAddressesAreLimitedPerSecondButForLoopbackAlone(Listening listening)
      throws Exception {
    ForwardLimits three =
        new ForwardLimits(1_000, 1_000, 3, Duration.ofMinutes(1), Duration.ofSeconds(10));
    try (FaultySocket socket = start(listening, config -> config, three)) {
      openMany(socket, 10);
      assertOpened(socket, 10, listening == Listening.FOR_ALL ? 3 : 10);
      socket.pass(SECOND.dividedBy(3));
      openMany(socket, 10);
      assertThat(socket.targets().opened()).hasSize(listening == Listening.FOR_ALL ? 4 : 10);
    }
  }

  @ParameterizedTest
  @EnumSource(Listening.class)
  void nobodyGetsMoreThanThreeTimesWhatItSentButForLoopbackAlone(Listening listening)
      throws Exception {
    try (FaultySocket socket = start(listening)) {
      socket.send("x".repeat(10));
      Onward onward = socket.targets().opened().get(0);
      onward.send("y".repeat(29), "zz", "z", "", "");
      boolean limited = listening == Listening.FOR_ALL;
      assertThat(socket.replies())
          .isEqualTo(
              limited
                  ? List.of("y".repeat(29), "z", "")
                  : List.of("y".repeat(29), "zz", "z", "", ""));
      assertThat(socket.limits().totals()).containsEntry(Limit.FORWARD_BYTES, limited ? 2L : 0L);
      socket.send("x");
      onward.send("zzz");
      assertThat(socket.replies()).containsExactly("zzz");
    }
  }

  @Test
  void copiesOfRepliesCountAsWhatAPeerGets() throws Exception {
    ScriptedDatagramFaults faults =
        new ScriptedDatagramFaults()
            .everyIn(ScriptedDatagramFaults.duplicated())
            .everyOut(ScriptedDatagramFaults.duplicated());
    try (FaultySocket socket =
        start(
            Optional.of(session -> faults),
            Listening.FOR_ALL,
            config -> config,
            ForwardLimits.DEFAULTS)) {
      socket.send("xxxxxxxxxx");
      Onward onward = socket.targets().opened().get(0);
      assertThat(onward.received()).containsExactly("xxxxxxxxxx", "xxxxxxxxxx");
      onward.send("y".repeat(20));
      assertThat(socket.replies()).containsExactly("y".repeat(20));
      assertThat(socket.limits().totals()).containsEntry(Limit.FORWARD_BYTES, 1L);
    }
  }

  @Test
  void whomTheRulesNameMayHaveMoreBytesAndMoreSockets() throws Exception {
    ForwardLimits one =
        new ForwardLimits(1_000, 1, 1, Duration.ofMinutes(1), Duration.ofSeconds(10));
    try (FaultySocket socket =
        start(
            Listening.FOR_ALL,
            config -> config.guard(guard -> guard.allow(AddressBlock.parse("127.0.0.0/8"))),
            one)) {
      openMany(socket, 10);
      assertThat(socket.targets().opened()).hasSize(10);
      socket.targets().opened().get(9).send("y".repeat(1_000));
      assertThat(socket.replies()).containsExactly("y".repeat(1_000));
    }
  }

  @Test
  void theRateCountsWhatGoesToThePeer() throws Exception {
    try (FaultySocket socket =
        start(
            Listening.ON_LOOPBACK, config -> config.guard(guard -> guard.udpAnswersPerSecond(2)))) {
      socket.send("a", "b", "c", "d");
      Onward onward = socket.targets().opened().get(0);
      assertThat(onward.received()).hasSize(4);
      onward.send("1", "2", "3", "4", "5");
      assertThat(socket.replies()).containsExactly("1", "2");
      assertThat(socket.limits().totals()).containsEntry(Limit.UDP_RATE, 3L);
    }
  }

  @ParameterizedTest
  @EnumSource(Listening.class)
  void portsOfServicesAreRefusedButForLoopbackAlone(Listening listening) throws Exception {
    try (FaultySocket socket =
        start(listening, config -> config.guard(guard -> guard.udpRefusedPort(5000)))) {
      socket.sendFrom(19, "a").sendFrom(7007, "b").sendFrom(5000, "c");
      boolean refused = listening == Listening.FOR_ALL;
      assertThat(socket.targets().opened()).hasSize(refused ? 0 : 2);
      assertThat(socket.limits().totals()).containsEntry(Limit.UDP_PORT, refused ? 3L : 1L);
    }
  }

  @Test
  void aRefusalIsToldOncePerSecondAndEndsNothing() throws Exception {
    try (FaultySocket socket = start(Listening.ON_LOOPBACK)) {
      socket.send("a");
      Onward onward = socket.targets().opened().get(0);
      onward.fail(new PortUnreachableException("refused"));
      onward.fail(new PortUnreachableException("refused"));
      socket.pass(SECOND);
      onward.fail(new PortUnreachableException("refused"));
      socket.send("b");
      assertThat(onward.received()).containsExactly("a", "b");
      onward.send("c");
      assertThat(socket.replies()).containsExactly("c");
      for (String event :
          List.of(
              "began", "received a", "no target: REFUSED", "no target: REFUSED", "received b")) {
        assertThat(events.next()).isEqualTo("UDP 40000 " + event);
      }
    }
  }

  @Test
  void afterARefusalTheNextAddressOfTheNameIsTried() throws Exception {
    HostResolver twoAddresses =
        name ->
            new InetAddress[] {InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.3")};
    TargetAddresses addresses =
        TargetAddresses.lookUp(new ForwardTarget("two.example", 53), twoAddresses);
    try (FaultySocket socket =
        new FaultySocket(
            Optional.empty(), events, config -> config, ForwardLimits.DEFAULTS, addresses, false)) {
      socket.send("a");
      Onward first = socket.targets().opened().get(0);
      first.fail(new PortUnreachableException("refused"));
      socket.send("b").sendFrom(OTHER_PORT, "c");
      assertThat(first.isOpen()).isFalse();
      List<Onward> opened = socket.targets().opened();
      assertThat(opened).hasSize(3);
      assertThat(opened.get(1).target().getHostString()).isEqualTo("127.0.0.3");
      assertThat(opened.get(1).received()).containsExactly("b");
      assertThat(opened.get(2).received()).containsExactly("c");
    }
  }

  @Test
  void aTargetThatHasAnsweredKeepsItsPeerThoughItRefusesOnce() throws Exception {
    HostResolver twoAddresses =
        name ->
            new InetAddress[] {InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.3")};
    TargetAddresses addresses =
        TargetAddresses.lookUp(new ForwardTarget("two.example", 53), twoAddresses);
    try (FaultySocket socket =
        new FaultySocket(
            Optional.empty(), events, config -> config, ForwardLimits.DEFAULTS, addresses, false)) {
      socket.send("a");
      Onward first = socket.targets().opened().get(0);
      first.send("b");
      first.fail(new PortUnreachableException("refused"));
      socket.send("c");
      assertThat(first.received()).containsExactly("a", "c");
      assertThat(socket.replies()).containsExactly("b");
    }
  }

  @Test
  void withoutDescriptorsNewPeersAreDroppedAndTheOthersServed() throws Exception {
    try (FaultySocket socket = start(Listening.ON_LOOPBACK)) {
      socket.send("a");
      socket.targets().noneLeft(true);
      socket.sendFrom(OTHER_PORT, "b", "c").send("d");
      Onward onward = socket.targets().opened().get(0);
      assertThat(onward.received()).containsExactly("a", "d");
      assertThat(socket.limits().totals()).containsEntry(Limit.FORWARD_NO_SOCKET, 2L);
      for (String event : List.of("began", "received a", "received d")) {
        assertThat(events.next()).isEqualTo("UDP 40000 " + event);
      }
      assertThat(events.isEmpty()).isTrue();
    }
  }

  @Test
  void muteCountsWhatTheTargetSends() throws Exception {
    ScriptedDatagramFaults faults = new ScriptedDatagramFaults().mute(2);
    try (FaultySocket socket = FaultySocket.forwarding(session -> faults, events)) {
      assertThat(socket.send("a", "b", "c").replies()).containsExactly("[a]", "[c]");
    }
  }

  @Test
  void aSocketThatIsClosedEndsItsSessions() throws Exception {
    FaultySocket socket = start(Listening.ON_LOOPBACK);
    socket.send("a");
    socket.close();
    assertThat(socket.targets().opened().get(0).isOpen()).isFalse();
    events.await("UDP 40000 ended SERVER_STOPPED");
  }

  private static void openMany(FaultySocket socket, int count) {
    for (int i = 0; i < count; i++) {
      socket.sendFrom(PORT + i, "a");
    }
  }

  private static void assertOpened(FaultySocket socket, int asked, int opened) {
    assertThat(socket.targets().opened()).hasSize(opened);
    assertThat(socket.limits().totals()).containsEntry(Limit.FORWARD_RATE, (long) asked - opened);
  }

  private FaultySocket start(Listening listening) throws Exception {
    return start(listening, config -> config);
  }

  private FaultySocket start(Listening listening, UnaryOperator<ServerConfigBuilder> changes)
      throws Exception {
    return start(listening, changes, ForwardLimits.DEFAULTS);
  }

  private FaultySocket start(
      Listening listening, UnaryOperator<ServerConfigBuilder> changes, ForwardLimits limits)
      throws Exception {
    return start(Optional.empty(), listening, changes, limits);
  }

  private FaultySocket start(
      Optional<DatagramFaults.Source> faults,
      Listening listening,
      UnaryOperator<ServerConfigBuilder> changes,
      ForwardLimits limits)
      throws Exception {
    InetAddress host = InetAddress.getByName(listening.host);
    return new FaultySocket(
        faults,
        events,
        config -> changes.apply(config.host(host)),
        limits,
        TargetAddresses.lookUp(new ForwardTarget("127.0.0.1", 7), HostResolver.OF_SYSTEM),
        false);
  }
}
