package acuse.server.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.fuzz.BugLog;
import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.common.testing.fuzz.Seeds;
import acuse.common.testing.fuzz.UdpExchange;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.forward.ForwardTarget;
import acuse.server.impair.ImpairConfig;
import acuse.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Datagrams of all sizes with anything in them: each is answered with the bytes foretold. */
class UdpFuzzTest {
  private static final int SERVERS = 10;
  private static final int FORWARDED_SERVERS = 5;
  private static final int DATAGRAMS_EACH = 100;
  private static final int MAX_DATAGRAM_BYTES = 65_507;
  private static final Map<LineEnding, String> ENDINGS =
      Map.of(LineEnding.NONE, "", LineEnding.LF, "\n", LineEnding.CRLF, "\r\n");

  private enum Way {
    DIRECT,
    FORWARDED
  }

  @Test
  void everyDatagramIsAnsweredAsTheModelSays() {
    assertAnsweredAsTheModelSays(SERVERS, Way.DIRECT);
  }

  /** A server that forwards to such a server changes nothing, whatever limit it has. */
  @Test
  void itIsTheSameThroughAServerThatForwards() {
    assertAnsweredAsTheModelSays(FORWARDED_SERVERS, Way.FORWARDED);
  }

  private static void assertAnsweredAsTheModelSays(int servers, Way way) {
    Seeds.forEach(
        servers,
        random -> {
          ReplyModel model =
              new ReplyModel(
                  null,
                  random.oneOf(
                      "Servidor {protocol} recibió: {message}",
                      "{message}",
                      "ok",
                      "x".repeat(random.below(65_000)) + "{message} {protocol}"),
                  random.oneOf(1, 8, 300, 65_536, Integer.MAX_VALUE),
                  "exit");
          try (BugLog log = BugLog.open();
              AcuseServer last = start(model);
              AcuseServer server = way == Way.DIRECT ? last : forward(last, random);
              UdpExchange peer = new UdpExchange(server.udpAddress())) {
            for (int i = 0; i < DATAGRAMS_EACH; i++) {
              byte[] datagram = datagram(random, model);
              byte[] reply = model.udpReply(datagram);
              if (!model.goesRound(datagram) && (reply.length > 0 || canSendEmpty())) {
                assertThat(peer.ask(datagram))
                    .as("reply to datagram %d, bytes=%d", i, datagram.length)
                    .isEqualTo(reply);
              }
            }
            assertThat(log.bugs()).isEmpty();
          }
        });
  }

  private static byte[] datagram(RandomWire random, ReplyModel model) {
    byte[] datagram =
        switch (random.below(4)) {
          case 0 -> nearTheLimit(random, model);
          case 1 -> random.mutate(random.message(model.maxMessageBytes()));
          case 2 -> random.bytes(random.below(MAX_DATAGRAM_BYTES + 1));
          default -> random.bytes(MAX_DATAGRAM_BYTES - random.below(4));
        };
    return Arrays.copyOf(datagram, Math.min(datagram.length, MAX_DATAGRAM_BYTES));
  }

  /** The ending takes room in the reply: it must not be cut off. */
  private static byte[] nearTheLimit(RandomWire random, ReplyModel model) {
    LineEnding ending = random.oneOf(LineEnding.values());
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    datagram.writeBytes(random.nearly(model.udpLimit(ending)));
    datagram.writeBytes(ENDINGS.get(ending).getBytes(US_ASCII));
    return datagram.toByteArray();
  }

  /** Every other one with faults on purpose, which change no byte. */
  private static AcuseServer forward(AcuseServer target, RandomWire random) throws Exception {
    ImpairConfig impair =
        random.oneIn(2)
            ? ImpairConfig.none()
            : ImpairConfig.forwarding(random.below(1000), "udp:delay=1ms");
    return TestServer.start(
        config ->
            config
                .only(Protocol.UDP)
                .maxMessageBytes(1)
                .impair(impair)
                .forwardUdp(new ForwardTarget("127.0.0.1", target.udpAddress().getPort())));
  }

  private static boolean canSendEmpty() {
    return IoTransport.AUTO.resolve() != IoTransport.NIO;
  }

  /** Over UDP alone: a peer whose port happens to be the server's TCP port gets no answer. */
  private static AcuseServer start(ReplyModel model) throws Exception {
    return TestServer.start(
        config ->
            config
                .only(Protocol.UDP)
                .reply(ReplyTemplate.parse(model.template()))
                .maxMessageBytes(model.maxMessageBytes()));
  }
}
