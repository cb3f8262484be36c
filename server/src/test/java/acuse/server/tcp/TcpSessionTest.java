package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.fuzz.BugLog;
import acuse.server.AcuseServer;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a stream has these: framing, half-close, backpressure, an end. */
class TcpSessionTest {
  @ParameterizedTest
  @EnumSource(names = {"AUTO", "LINE"})
  void fiftyThousandLinesComeBackInOrderAndThenTheConnectionCloses(Framing framing)
      throws Exception {
    String lines = IntStream.range(0, 50_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    try (AcuseServer server = TestServer.start(config -> config.framing(framing));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      Thread sender = sendAndFinish(peer, lines);
      assertThat(peer.receiveAll())
          .isEqualTo(lines.replaceAll("(?m)^(?=.)", "Servidor TCP recibió: "));
      sender.join();
    }
  }

  @Test
  void whatIsLeftAtTheFinIsALastMessage() throws Exception {
    try (AcuseServer server = TestServer.start();
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\ndos");
      peer.finish();
      assertThat(peer.receiveAll())
          .isEqualTo("Servidor TCP recibió: uno\nServidor TCP recibió: dos");
    }
  }

  @Test
  void aPeerWithoutFramingIsAnsweredAfterSilence() throws Exception {
    try (AcuseServer server = TestServer.start();
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      for (String message : List.of("hola", "qué tal", "línea\nlínea")) {
        peer.send(message);
        String reply = "Servidor TCP recibió: " + message;
        assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
      }
    }
  }

  @Test
  void sixtyPeersWithoutFramingDoNotDisturbEachOther() throws Exception {
    try (AcuseServer server = TestServer.start()) {
      List<TcpPeer> peers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        peers.add(Peer.tcp(server.tcpAddress()));
        peers.get(i).send("hola " + i);
      }
      for (int i = 0; i < 60; i++) {
        String reply = "Servidor TCP recibió: hola " + i;
        assertThat(peers.get(i).receiveAsMuchAs(reply)).isEqualTo(reply);
        peers.get(i).close();
      }
    }
  }

  @Test
  void rawTakesWhatOneReadBrought() throws Exception {
    try (AcuseServer server = TestServer.start(config -> config.framing(Framing.RAW));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("a\nb");
      String reply = "Servidor TCP recibió: a\nb";
      assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
      peer.send("exit");
      assertThat(peer.receiveAll()).isEmpty();
    }
  }

  @Test
  void lengthFramesBothWays() throws Exception {
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config
                        .framing(Framing.LENGTH)
                        .maxMessageBytes(5)
                        .reply(ReplyTemplate.parse("[{message}]")));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      String tooLong = "Servidor TCP rechazó: el mensaje supera 5 bytes";
      peer.send(
          "\0\0\0\3a\nb" + "\0\0\0\0" + "\0\0\0\3ok\n" + "\0\0\0\u0009123456789" + "\0\0\0\5cut");
      peer.finish();
      assertThat(peer.receiveAll())
          .isEqualTo(
              "\0\0\0\5[a\nb]"
                  + "\0\0\0\2[]"
                  + "\0\0\0\5[ok]\n"
                  + "\0\0\0"
                  + (char) tooLong.getBytes(UTF_8).length
                  + tooLong);
    }
  }

  @Test
  void exitIsAnsweredByTheEndAfterAllEarlierReplies() throws Exception {
    try (AcuseServer server = TestServer.start();
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\ndos\nexit\ntres\n");
      assertThat(peer.receiveAll())
          .isEqualTo("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n");
    }
  }

  @Test
  void exitDestroysNoReplyHoweverMuchIsSentAfterIt() throws Exception {
    String lines = "una línea como tantas\n".repeat(20_000);
    try (AcuseServer server = TestServer.start();
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      Thread sender = sendAndFinish(peer, lines + "exit\n" + lines);
      sender.join();
      assertThat(peer.receiveAll().lines()).hasSize(20_000);
    }
  }

  /** One read takes all of it, for the event loop is busy until all of it has arrived. */
  @Test
  void exitDestroysNoReplyWhateverSizeTheLastOnesHave() throws Exception {
    BusyObserver busy = new BusyObserver();
    try (AcuseServer server =
        TestServer.start(
            config -> config.threads(1).reply(ReplyTemplate.parse("{message}")), busy)) {
      for (int size = 65_300; size < 65_536; size += 7) {
        try (TcpPeer peer = Peer.tcpWithSmallBuffer(server.tcpAddress())) {
          String reply = "x".repeat(size) + "\n";
          busy.during(peer, () -> peer.send(reply + "exit\n" + "z".repeat(100_000)));
          assertThat(peer.receive()).isEqualTo("busy\n");
          assertThat(peer.receiveAll()).as("size %d", size).isEqualTo(reply);
        }
      }
    }
  }

  /** With LF, in an event of the channel; without, when a timer finds that there was silence. */
  @ParameterizedTest
  @ValueSource(strings = {"boom\n", "boom"})
  void aBugEndsItsSessionAndNoOther(String message) throws Exception {
    ServerObserver failing =
        new ServerObserver() {
          @Override
          public void received(Session session, ByteBuf bytes, int index, int length) {
            if (bytes.getByte(index) == 'b') {
              throw new IllegalStateException("a bug");
            }
          }
        };
    try (BugLog log = BugLog.open();
        AcuseServer server = TestServer.start(config -> config.threads(1), failing);
        TcpPeer other = Peer.tcp(server.tcpAddress());
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send(message);
      assertThat(peer.receiveAll()).isEmpty();
      other.send("hola\n");
      assertThat(other.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      assertThat(log.bugs()).hasSize(1).first().asString().contains("a bug");
    }
  }

  /** Keeps its event loop busy on demand. */
  private static final class BusyObserver implements ServerObserver {
    private final Semaphore began = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);

    interface Action {
      void run() throws IOException;
    }

    void during(Peer peer, Action action) throws Exception {
      peer.send("busy\n");
      began.acquire();
      action.run();
      mayEnd.release();
    }

    @Override
    public void received(Session session, ByteBuf bytes, int index, int length) {
      if (length == "busy".length()) {
        began.release();
        mayEnd.acquireUninterruptibly();
      }
    }
  }

  @Test
  void aPeerWhoGoesOnSendingAfterExitIsCutOff() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = TestServer.start(config -> config, events);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("exit\n");
      events.await("TCP " + peer.localPort() + " ended EXIT");
      assertThat(peer.receiveAll()).isEmpty();
      assertThatThrownBy(
              () -> {
                while (true) {
                  peer.send("more\n".repeat(1000));
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPeerWhoDoesNotReadIsNotReadFromAndLosesNothing() throws Exception {
    String message = "x".repeat(1000) + "\n";
    int messages = 60_000;
    try (AcuseServer server = TestServer.start();
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer other = Peer.tcp(server.tcpAddress())) {
      Thread sender = sendAndFinish(peer, message.repeat(messages));
      other.send("hola\n");
      assertThat(other.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      sender.join(1000);
      assertThat(sender.isAlive()).as("held back").isTrue();
      assertThat(peer.receiveAll().lines()).hasSize(messages);
      sender.join();
    }
  }

  @Test
  void repliesFarLongerThanTheirMessagesAreSentInPortions() throws Exception {
    String long4k = "r".repeat(4096);
    try (AcuseServer server =
            TestServer.start(config -> config.reply(ReplyTemplate.parse(long4k)));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      Thread sender = sendAndFinish(peer, "\n".repeat(20_000));
      assertThat(peer.receiveAll().lines()).hasSize(20_000).allMatch(long4k::equals);
      sender.join();
    }
  }

  @Test
  void aResetEndsOneSession() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = TestServer.start(config -> config, events);
        TcpPeer resetting = Peer.tcp(server.tcpAddress());
        Peer other = Peer.of(Protocol.TCP, server)) {
      resetting.send("hola\n");
      resetting.receive();
      int port = resetting.localPort();
      resetting.reset();
      events.await("TCP " + port + " ended BROKEN");
      other.send("hola\n");
      assertThat(other.receive()).isEqualTo("Servidor TCP recibió: hola\n");
    }
  }

  @Test
  void whoClosesIsToldApartFromWhoBreaks() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = TestServer.start(config -> config, events);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.finish();
      assertThat(peer.receiveAll()).isEmpty();
      events.await("TCP " + peer.localPort() + " ended PEER_CLOSED");
    }
  }

  private static Thread sendAndFinish(TcpPeer peer, String text) {
    Thread sender =
        new Thread(
            () -> {
              try {
                peer.send(text);
                peer.finish();
              } catch (IOException e) {
                // The receiving side sees what came of it.
              }
            });
    sender.start();
    return sender;
  }
}
