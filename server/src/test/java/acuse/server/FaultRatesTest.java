package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.impair.Decisions;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Impairment;
import acuse.server.impair.Path;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many datagrams over real sockets: exactly those come that the seed means, and as many as said.
 */
class FaultRatesTest {
  private static final int DATAGRAMS = 20_000;

  /** So few at once that a socket's buffer takes them all, with their copies. */
  private static final int WINDOW = 100;

  /** 99.9 % of a normal distribution are no further from its middle, in standard deviations. */
  private static final double DEVIATIONS = 3.29;

  private static final ImpairConfig FAULTS =
      ImpairConfig.of(13, "udp-in:loss=10%,duplicate=5%,corrupt=2%");

  private int lost;
  private int duplicated;
  private int corrupted;

  @Test
  void whatComesIsWhatTheSeedMeansAndAsManyAsItSays() throws Exception {
    Decisions decisions =
        Impairment.decisions(FAULTS, Path.UDP_IN, InetAddress.getByName("127.0.0.1"), 1);
    try (AcuseServer server =
            TestServer.start(
                config -> config.reply(ReplyTemplate.parse("[{message}]")).impair(FAULTS));
        Peer peer = Peer.of(Protocol.UDP, server)) {
      for (int first = 1; first <= DATAGRAMS; first += WINDOW) {
        List<String> expected = new ArrayList<>();
        for (int number = first; number < first + WINDOW; number++) {
          peer.send("m" + number);
          expected.addAll(replies(decisions, number));
        }
        List<String> replies = new ArrayList<>();
        for (int reply = 0; reply < expected.size(); reply++) {
          replies.add(peer.receive());
        }
        assertThat(replies).isEqualTo(expected);
      }
      // Nothing came that was not expected, or it would come before the next one.
      int next = DATAGRAMS + 1;
      assertThat(decisions.isLost(next, 0)).isFalse();
      peer.send("m" + next);
      assertThat(peer.receive()).isEqualTo("[m" + next + "]");
    }
    int arrived = DATAGRAMS - lost;
    assertWithin(lost, DATAGRAMS, 0.10);
    assertWithin(duplicated, arrived, 0.05);
    assertWithin(corrupted, arrived, 0.02);
  }

  private List<String> replies(Decisions decisions, int number) {
    if (decisions.isLost(number, 0)) {
      lost++;
      return List.of();
    }
    byte[] message = ("m" + number).getBytes(UTF_8);
    if (decisions.act(Fault.CORRUPT, number)) {
      corrupted++;
      int bit = decisions.corruptedBit(number, message.length * Byte.SIZE);
      message[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
    boolean twice = decisions.act(Fault.DUPLICATE, number);
    duplicated += twice ? 1 : 0;
    return Collections.nCopies(twice ? 2 : 1, "[" + new String(message, UTF_8) + "]");
  }

  private static void assertWithin(int happened, int times, double probability) {
    double deviation = Math.sqrt(times * probability * (1 - probability));
    assertThat((double) happened)
        .isBetween(
            times * probability - DEVIATIONS * deviation,
            times * probability + DEVIATIONS * deviation);
  }
}
