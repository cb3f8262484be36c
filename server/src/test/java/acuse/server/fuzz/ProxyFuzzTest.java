package acuse.server.fuzz;

import static acuse.common.testing.ProxyHeaders.PROXY;
import static acuse.common.testing.ProxyHeaders.TCP4;
import static acuse.common.testing.ProxyHeaders.TCP6;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.ProxyHeaders;
import acuse.common.testing.fuzz.BugLog;
import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.common.testing.fuzz.Seeds;
import acuse.common.testing.fuzz.TcpExchange;
import acuse.server.AcuseServer;
import acuse.server.guard.AddressBlock;
import acuse.server.testing.EventLog;
import acuse.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A proxy's headers, sound and damaged, with a stream of messages behind them. */
class ProxyFuzzTest {
  private static final int SERVERS = 6;
  private static final int SESSIONS_EACH = 40;
  private static final int MAX_MESSAGE_BYTES = 300;
  private static final byte UNKNOWN_EXTRA = (byte) 0xEE;
  private static final ReplyModel MODEL =
      new ReplyModel(Framing.LINE, "{message}!", MAX_MESSAGE_BYTES, "exit");

  @Test
  void whatFollowsASoundHeaderIsAnsweredHoweverItIsCut() {
    EventLog events = new EventLog();
    Seeds.forEach(
        SERVERS,
        random -> {
          try (AcuseServer server = start(events)) {
            for (int session = 0; session < SESSIONS_EACH; session++) {
              InetAddress peer = address(random);
              byte[] messages = random.stream(Framing.LINE, MAX_MESSAGE_BYTES);
              byte[] sent = concat(header(peer, random), messages);
              byte[] replies = TcpExchange.finish(server.tcpAddress(), random.cut(sent));
              assertThat(replies).isEqualTo(MODEL.tcpReplies(List.of(messages)));
              assertThat(events.hosts()).contains(peer.getHostAddress());
            }
          }
        });
  }

  @Test
  void aDamagedHeaderHarmsNobodyElse() {
    Seeds.forEach(
        SERVERS,
        random -> {
          try (BugLog log = BugLog.open();
              AcuseServer server = start(new EventLog())) {
            for (int session = 0; session < SESSIONS_EACH; session++) {
              byte[] header = random.mutate(header(address(random), random));
              byte[] sent = concat(header, random.stream(Framing.LINE, MAX_MESSAGE_BYTES));
              TcpExchange.finishUnlessReset(server.tcpAddress(), random.cut(sent));
              assertThat(log.bugs()).as("logged in session %d", session).isEmpty();
            }
            byte[] sound = concat(header(address(random), random), new byte[] {'a', '\n'});
            assertThat(TcpExchange.finish(server.tcpAddress(), List.of(sound)))
                .isEqualTo("a!\n".getBytes(ISO_8859_1));
          }
        });
  }

  private static byte[] header(InetAddress peer, RandomWire random) {
    boolean ipv4 = peer.getAddress().length == 4;
    int port = 1 + random.below(65_535);
    if (random.oneIn(2)) {
      String host = peer.getHostAddress();
      return ProxyHeaders.line(
          "PROXY TCP%d %s %s %d 65432".formatted(ipv4 ? 4 : 6, host, host, port));
    }
    byte[] value = random.bytes(random.below(200));
    byte[] extra = concat(new byte[] {UNKNOWN_EXTRA, 0, (byte) value.length}, value);
    return ProxyHeaders.binary(
        PROXY, ipv4 ? TCP4 : TCP6, peer, port, random.oneIn(2) ? extra : new byte[0]);
  }

  private static InetAddress address(RandomWire random) throws Exception {
    byte[] address = random.bytes(random.oneOf(4, 16));
    address[0] = 0x20; // neither a mapped address nor one with a zone
    return InetAddress.getByAddress(address);
  }

  private static AcuseServer start(EventLog events) throws Exception {
    return TestServer.start(
        config ->
            config
                .framing(MODEL.framing())
                .reply(ReplyTemplate.parse(MODEL.template()))
                .maxMessageBytes(MODEL.maxMessageBytes())
                .guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.0/8"))),
        events);
  }

  private static byte[] concat(byte[] before, byte[] after) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(before);
    all.writeBytes(after);
    return all.toByteArray();
  }
}
