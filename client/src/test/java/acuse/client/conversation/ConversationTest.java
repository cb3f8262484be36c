package acuse.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.PeerException.Reason;
import acuse.client.testing.AnswerLog;
import acuse.client.testing.Talk;
import acuse.client.testing.TypedMessages;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the client promises of both protocols alike, with our own server at the other end. */
class ConversationTest {
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void everyLineIsAnsweredInOrderAndTheLastNeedsNoLf(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(talk(protocol, server).say("uno\r\n\nñandú\ntres").all())
          .containsExactly(
              "1 uno = Servidor " + protocol + " recibió: uno",
              "2  = Servidor " + protocol + " recibió: ",
              "3 ñandú = Servidor " + protocol + " recibió: ñandú",
              "4 tres = Servidor " + protocol + " recibió: tres");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void nothingToSayIsAConversationToo(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(talk(protocol, server).say("").all()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void exitEndsItAndWhatFollowsIsNotSent(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      for (String exit : List.of("exit", "EXIT", " Exit ")) {
        assertThat(talk(protocol, server).say("uno\n" + exit + "\r\ndos\n").all())
            .containsExactly(
                "1 uno = Servidor " + protocol + " recibió: uno", "2 " + exit + " exits");
        assertThat(talk(protocol, server).say(exit).all()).containsExactly("1 " + exit + " exits");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void exitHasItsTurnAfterAllThatIsUnderWay(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(talk(protocol, server).window(64).say("1\n2\n3\n4\nexit\n").all())
          .containsExactly(
              "1 1 = Servidor " + protocol + " recibió: 1",
              "2 2 = Servidor " + protocol + " recibió: 2",
              "3 3 = Servidor " + protocol + " recibió: 3",
              "4 4 = Servidor " + protocol + " recibió: 4",
              "5 exit exits");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aReplyIsThereBeforeTheNextMessageIsTyped(Protocol protocol) throws Exception {
    TypedMessages typed = new TypedMessages(false);
    AnswerLog answers = new AnswerLog();
    try (AcuseServer server = server()) {
      CompletableFuture<Void> talking =
          CompletableFuture.runAsync(
              () -> {
                try {
                  talk(protocol, server).say(typed, answers);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      for (String message : new String[] {"uno", "dos", "dos"}) {
        typed.type(message);
        assertThat(answers.next()).endsWith("Servidor " + protocol + " recibió: " + message);
      }
      typed.end();
      talking.get();
    }
  }

  /**
   * The server closes at once, and whoever notices first must not take it for a broken connection.
   */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anExitThatAPersonTypesIsNoBrokenConnection(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      for (int i = 0; i < 300; i++) {
        TypedMessages typed = new TypedMessages(true);
        typed.exit();
        talk(protocol, server).say(typed, new AnswerLog());
      }
    }
  }

  /** The sender may be done before the receiver has begun. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void sayingNothingNeverFails(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      for (int i = 0; i < 1000; i++) {
        talk(protocol, server).say("");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void nobodyThereIsSaidAtOnce(Protocol protocol) throws Exception {
    int port = freePort(protocol);
    assertThatThrownBy(() -> Talk.over(protocol, port).say("hola\n"))
        .isInstanceOfSatisfying(
            PeerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anUnknownNameIsNobody(Protocol protocol) {
    ClientConfig config =
        new ClientConfig(
            protocol,
            "nadie.invalid",
            1,
            Framing.LINE,
            Duration.ofSeconds(5),
            0,
            1,
            Optional.empty());
    assertThatThrownBy(() -> Connector.open(config))
        .isInstanceOfSatisfying(
            PeerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_HOST));
  }

  private static AcuseServer server() throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }

  private static Talk talk(Protocol protocol, AcuseServer server) {
    return Talk.over(
        protocol, (protocol == Protocol.TCP ? server.tcpAddress() : server.udpAddress()).getPort());
  }

  private static int freePort(Protocol protocol) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(0, loopback)) {
      return protocol == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort();
    }
  }
}
