package acuse.client.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.input.StreamMessages;
import acuse.client.testing.AnswerLog;
import acuse.client.testing.BlackHole;
import acuse.client.testing.Talk;
import acuse.client.testing.UdpPeer;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A name with several addresses, all of them on loopback. */
@Timeout(60)
class ConnectorTest {
  private static final String NAME = "varias.example";

  /** Nobody gives it up but for a fault: the tests themselves take less. */
  private static final Duration LONG = Duration.ofSeconds(40);

  /** The system has no way there for a socket that is not allowed to broadcast. */
  private static final String UNREACHABLE = "255.255.255.255";

  private final AnswerLog answers = new AnswerLog();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anAddressThatRefusesIsFollowedByTheNext(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      say("uno\ndos\n", over(protocol, server), "127.0.0.2", "127.0.0.3", "127.0.0.1");
    }
    assertThat(answers.all())
        .containsExactly(
            "1 uno = Servidor " + protocol + " recibió: uno",
            "2 dos = Servidor " + protocol + " recibió: dos");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anAddressThatCannotBeReachedIsFollowedByTheNext(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      say("uno\n", over(protocol, server), UNREACHABLE, "127.0.0.1");
    }
    assertThat(answers.all()).containsExactly("1 uno = Servidor " + protocol + " recibió: uno");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void onlyTheLastRefusalIsTheVerdict(Protocol protocol) throws Exception {
    int port;
    try (AcuseServer gone = server()) {
      port = port(protocol, gone);
    }
    assertNobody(Reason.REFUSED, Talk.over(protocol, port).timeout(LONG), "127.0.0.2", "127.0.0.3");
    assertThat(answers.all()).containsExactly("1 uno REFUSED");
  }

  @Test
  void anAddressThatDoesNotAnswerHoldsUpNobody() throws Exception {
    long startNanos = System.nanoTime();
    try (BlackHole hole = new BlackHole("127.0.0.2", "127.0.0.3");
        AcuseServer server = server("127.0.0.1", hole.port())) {
      say("uno\n", over(Protocol.TCP, server), "127.0.0.2", "127.0.0.3", "127.0.0.1");
    }
    assertThat(answers.all()).containsExactly("1 uno = 127.0.0.1");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void oneDeadlineHoldsForAllAddresses() throws Exception {
    Duration timeout = Duration.ofSeconds(3);
    try (BlackHole hole = new BlackHole("127.0.0.2", "127.0.0.3", "127.0.0.4")) {
      long startNanos = System.nanoTime();
      assertNobody(
          Reason.UNREACHABLE,
          Talk.over(Protocol.TCP, hole.port()).timeout(timeout),
          "127.0.0.2",
          "127.0.0.3",
          "127.0.0.4");
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .as("not three times as long")
          .isBetween(timeout, timeout.multipliedBy(2));
    }
    assertThat(answers.all()).containsExactly("1 uno REFUSED");
  }

  @Test
  void theFirstThatConnectsIsTheOneThatIsTalkedTo() throws Exception {
    try (AcuseServer one = server("127.0.0.1", 0);
        AcuseServer other = server("127.0.0.2", one.tcpAddress().getPort())) {
      say("uno\n", over(Protocol.TCP, one), "127.0.0.1", "127.0.0.2");
      say("uno\n", over(Protocol.TCP, other), "127.0.0.2", "127.0.0.1");
    }
    assertThat(answers.all()).containsExactly("1 uno = 127.0.0.1", "1 uno = 127.0.0.2");
  }

  @Test
  void messagesWithoutAnAnswerAreSentToTheNextAddress() throws Exception {
    try (UdpPeer second = new UdpPeer(address("127.0.0.1"), 0);
        UdpPeer first = new UdpPeer(address("127.0.0.2"), second.port())) {
      CompletableFuture<Void> talking =
          CompletableFuture.runAsync(
              () -> {
                try {
                  say(
                      "uno\ndos\ntres\n",
                      Talk.over(Protocol.UDP, second.port())
                          .window(8)
                          .timeout(Duration.ofMillis(100))
                          .retries(10),
                      "127.0.0.2",
                      "127.0.0.1");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      first.hear("uno");
      first.say("ack: uno");
      first.hear("dos");
      first.leave(); // the next try is refused
      for (String message : new String[] {"dos", "tres"}) {
        second.hear(message);
        second.say("otro: " + message);
      }
      talking.get();
    }
    assertThat(answers.all())
        .containsExactly("1 uno = ack: uno", "2 dos = otro: dos", "3 tres = otro: tres");
    assertThat(answers.attempts().get(1)).as("tries of dos").isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatTheNetworkDoesNotTakeIsALostTry() throws Exception {
    Talk talk = Talk.over(Protocol.UDP, 1).timeout(Duration.ofMillis(50));
    assertNobody(Reason.UNREACHABLE, talk.retries(2), UNREACHABLE);
    assertNobody(Reason.UNREACHABLE, talk.retries(0), UNREACHABLE);
    assertThat(answers.all()).containsExactly("1 uno REFUSED", "1 uno REFUSED");
    assertThat(answers.attempts()).as("and what was never tried").containsExactly(3, 0);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aNameThatIsNotFoundInTimeIsNobody(Protocol protocol) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    NameLookup.Resolver slow =
        host -> {
          try {
            done.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    Talk talk = Talk.over(protocol, 1).host(NAME).timeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> Connector.talk(talk.config(), slow, messages("uno\n"), answers))
        .isInstanceOfSatisfying(
            PeerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    assertThat(answers.all()).containsExactly("1 uno REFUSED");
    done.countDown();
  }

  @Test
  void theKindsOfAddressesTakeTurns() throws Exception {
    assertThat(inTurns("::1", "::2", "::3", "10.0.0.1", "10.0.0.2"))
        .containsExactly("::1", "10.0.0.1", "::2", "10.0.0.2", "::3");
    assertThat(inTurns("10.0.0.1", "10.0.0.2", "10.0.0.3", "::1"))
        .containsExactly("10.0.0.1", "::1", "10.0.0.2", "10.0.0.3");
    assertThat(inTurns("10.0.0.1", "10.0.0.2")).containsExactly("10.0.0.1", "10.0.0.2");
  }

  private static Stream<String> inTurns(String... addresses) throws IOException {
    return ConnectionRace.inTurns(addresses(addresses)).stream()
        .map(each -> each.getHostAddress().replace("0:0:0:0:0:0:0:", "::"));
  }

  private void assertNobody(Reason reason, Talk talk, String... addresses) {
    assertThatThrownBy(() -> say("uno\n", talk, addresses))
        .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private void say(String input, Talk talk, String... addresses) throws Exception {
    InetAddress[] resolved = addresses(addresses);
    Connector.talk(talk.host(NAME).config(), host -> resolved, messages(input), answers);
  }

  private static MessageSource messages(String input) {
    return new StreamMessages(
        new ByteArrayInputStream(input.getBytes(UTF_8)), ExitWord.of(Message.EXIT_WORD));
  }

  private static InetAddress[] addresses(String... addresses) throws IOException {
    InetAddress[] all = new InetAddress[addresses.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = address(addresses[i]);
    }
    return all;
  }

  private static InetAddress address(String address) throws IOException {
    return InetAddress.getByName(address);
  }

  private static Talk over(Protocol protocol, AcuseServer server) {
    return Talk.over(protocol, port(protocol, server)).timeout(LONG);
  }

  private static int port(Protocol protocol, AcuseServer server) {
    return (protocol == Protocol.TCP ? server.tcpAddress() : server.udpAddress()).getPort();
  }

  /** Replies with its address. */
  private static AcuseServer server(String address, int port) throws Exception {
    return AcuseServer.start(
        ServerConfig.builder()
            .host(address(address))
            .tcpPort(port)
            .udpPort(0)
            .reply(ReplyTemplate.parse(address))
            .build());
  }

  private static AcuseServer server() throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }
}
