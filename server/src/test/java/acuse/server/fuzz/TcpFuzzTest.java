package acuse.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.fuzz.BugLog;
import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.common.testing.fuzz.Seeds;
import acuse.common.testing.fuzz.TcpExchange;
import acuse.server.AcuseServer;
import acuse.server.forward.ForwardTarget;
import acuse.server.impair.ImpairConfig;
import acuse.server.testing.TestServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers who send anything, over real sockets: every byte that comes back is foretold. */
class TcpFuzzTest {
  private static final int SERVERS = 6;
  private static final int FORWARDED_SERVERS = 3;
  private static final int SESSIONS_EACH = 25;
  private static final String[] TEMPLATES = {
    "Servidor {protocol} recibió: {message}", "{message}", "[{message}] {protocol}", "ok", ""
  };

  private static final String[] FAULTS = {
    "tcp:delay=1ms±1ms,rate=1gbit", "stall=5ms@2", "glue=2,slice=5000,slice-gap=1ms"
  };

  private static final String[] CABLE_FAULTS = {
    "tcp:delay=1ms±1ms,rate=1gbit", "stall=5ms@2", "tcp:glue=2,slice=5000,slice-gap=1ms"
  };

  private enum Way {
    DIRECT,
    FORWARDED
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LINE", "LENGTH", "AUTO"},
      value = Framing.class)
  void repliesAreThoseOfTheModel(Framing framing) {
    assertRepliesAreThoseOfTheModel(framing, SERVERS, Way.DIRECT);
  }

  /** A server that forwards to such a server changes nothing, whatever framing and limit it has. */
  @ParameterizedTest
  @EnumSource(
      names = {"LINE", "LENGTH", "AUTO"},
      value = Framing.class)
  void theyAreTheSameThroughAServerThatForwards(Framing framing) {
    assertRepliesAreThoseOfTheModel(framing, FORWARDED_SERVERS, Way.FORWARDED);
  }

  private static void assertRepliesAreThoseOfTheModel(Framing framing, int servers, Way way) {
    Seeds.forEach(
        servers,
        random -> {
          ReplyModel model =
              new ReplyModel(
                  framing,
                  random.oneOf(TEMPLATES),
                  random.oneOf(1, 8, 300, 65_536, Integer.MAX_VALUE),
                  random.oneOf("exit", "exit", "ñandú", ""));
          try (BugLog log = BugLog.open();
              AcuseServer last = start(model, random);
              AcuseServer server = way == Way.DIRECT ? last : forward(last, random)) {
            for (int session = 0; session < SESSIONS_EACH; session++) {
              talk(server.tcpAddress(), model, random);
              assertHealthy(server.tcpAddress(), model);
              assertThat(log.bugs()).as("logged in session %d", session).isEmpty();
            }
          }
        });
  }

  /** Where a raw message ends, reads decide; but what an echo returns is always what was sent. */
  @ParameterizedTest
  @EnumSource(
      names = {"LINE", "RAW", "AUTO"},
      value = Framing.class)
  void anEchoReturnsAllBytesHoweverTheyAreCut(Framing framing) {
    Seeds.forEach(
        SERVERS,
        random -> {
          ReplyModel echo = new ReplyModel(framing, "{message}", 1 << 24, "");
          try (AcuseServer server = start(echo, random)) {
            for (int session = 0; session < SESSIONS_EACH; session++) {
              byte[] stream = random.stream(framing, random.oneOf(8, 300, 65_536));
              byte[] replies = TcpExchange.finish(server.tcpAddress(), random.cut(stream));
              assertThat(text(replies)).as("session %d", session).isEqualTo(text(stream));
            }
          }
        });
  }

  /** In auto framing the first write has an LF, so that no clock decides anything. */
  private static void talk(InetSocketAddress server, ReplyModel model, RandomWire random)
      throws Exception {
    List<byte[]> pieces = new ArrayList<>();
    if (model.framing() == Framing.AUTO) {
      pieces.add("a\n".getBytes(UTF_8));
    }
    pieces.addAll(random.cut(random.stream(model.framing(), model.maxMessageBytes())));
    if (random.oneIn(5)) {
      TcpExchange.reset(server, pieces.subList(0, random.below(pieces.size() + 1)));
      return;
    }
    byte[] replies =
        random.oneIn(2) && model.exitsBeforeFin(pieces)
            ? TcpExchange.awaitEnd(server, pieces)
            : TcpExchange.finish(server, pieces);
    assertThat(text(replies))
        .as("replies to %s", pieces.stream().map(TcpFuzzTest::text).toList())
        .isEqualTo(text(model.tcpReplies(pieces)));
  }

  private static void assertHealthy(InetSocketAddress server, ReplyModel model) throws Exception {
    List<byte[]> hello = List.of(new byte[] {0, 0, 0, 1, '\n'});
    assertThat(TcpExchange.finish(server, hello)).isEqualTo(model.tcpReplies(hello));
  }

  /** Every other server is one with faults on purpose, which change no byte that comes back. */
  private static AcuseServer start(ReplyModel model, RandomWire random) throws Exception {
    ImpairConfig impair =
        random.oneIn(2) ? ImpairConfig.none() : ImpairConfig.of(random.below(1000), FAULTS);
    return TestServer.start(
        config ->
            config
                .framing(model.framing())
                .impair(impair)
                .reply(ReplyTemplate.parse(model.template()))
                .maxMessageBytes(model.maxMessageBytes())
                .exitWord(ExitWord.of(model.exitWord())));
  }

  /** Faults on the cable can be given for both directions. */
  private static AcuseServer forward(AcuseServer target, RandomWire random) throws Exception {
    ImpairConfig impair =
        random.oneIn(2)
            ? ImpairConfig.none()
            : ImpairConfig.forwarding(random.below(1000), CABLE_FAULTS);
    Framing framing = random.oneOf(Framing.values());
    return TestServer.start(
        config ->
            config
                .framing(framing)
                .maxMessageBytes(1)
                .impair(impair)
                .forwardTcp(new ForwardTarget("127.0.0.1", target.tcpAddress().getPort())));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
