package acuse.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.server.AcuseServer;
import acuse.server.admin.AdminConfig;
import acuse.server.impair.ImpairConfig;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault counts under its protocol, direction and name, and nothing else does. */
class FaultMetricsTest {
  private static final String FAMILY = "acuse_impairments_total{";
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final String[] MESSAGES = {"m1\n", "m2\n", "m3\n", "m4\n", "m5\n"};

  /**
   * Five messages come. Over UDP a rate counts what it drops, and over TCP what it makes wait; a
   * stall counts each datagram, but each TCP session once.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp-in:loss=2+4          | UDP | in  | loss      | 2 | 3
          udp-out:loss=every:2     | UDP | out | loss      | 2 | 3
          tcp-in:loss=2            | TCP | in  | loss      | 1 | 5
          tcp-out:loss=1           | TCP | out | loss      | 1 | 5
          udp-in:delay=1ms         | UDP | in  | delay     | 5 | 5
          udp-out:delay=1ms        | UDP | out | delay     | 5 | 5
          tcp-in:delay=1ms         | TCP | in  | delay     | 5 | 5
          tcp-out:delay=1ms        | TCP | out | delay     | 5 | 5
          udp-in:duplicate=first:2 | UDP | in  | duplicate | 2 | 7
          udp-out:duplicate=5      | UDP | out | duplicate | 1 | 6
          udp-in:corrupt=100%      | UDP | in  | corrupt   | 5 | 5
          udp-out:corrupt=3        | UDP | out | corrupt   | 1 | 5
          udp-in:reorder=2         | UDP | in  | reorder   | 1 | 5
          udp-out:reorder=2+5      | UDP | out | reorder   | 2 | 5
          udp-in:rate=1bit         | UDP | in  | rate      | 4 | 1
          udp-out:rate=1bit        | UDP | out | rate      | 4 | 1
          tcp-in:rate=200bit       | TCP | in  | rate      | 4 | 5
          tcp-out:rate=2kbit       | TCP | out | rate      | 4 | 5
          udp:stall=1m@2           | UDP | in  | stall     | 4 | 1
          tcp:stall=10ms@2         | TCP | in  | stall     | 1 | 5
          udp:mute=2+3             | UDP | out | mute      | 2 | 3
          tcp:mute=2+3             | TCP | out | mute      | 2 | 3
          reset=5                  | TCP | out | reset     | 1 | 4
          fin=5                    | TCP | out | fin       | 1 | 5
          slice=10,slice-gap=1ms   | TCP | out | slice     | 5 | 5
          glue=5                   | TCP | out | glue      | 1 | 5
          """)
  void eachFaultCountsOnceForEachMessage(
      String faults, Protocol protocol, String direction, String fault, long count, int replies)
      throws Exception {
    String labels =
        "protocol=\"%s\",direction=\"%s\",fault=\"%s\"}"
            .formatted(protocol.name().toLowerCase(Locale.ROOT), direction, fault);
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    try (AcuseServer server =
            TestServer.start(config -> config.admin(admin).impair(ImpairConfig.of(1, faults)));
        Peer peer = Peer.of(protocol, server)) {
      HttpPeer http = HttpPeer.of(server);
      if (protocol == Protocol.TCP) {
        peer.send(String.join("", MESSAGES));
      } else {
        for (String message : MESSAGES) {
          peer.send(message);
        }
      }
      for (int reply = 1; reply <= replies; reply++) {
        assertThat(peer.receive()).isNotEmpty();
      }
      assertThat(awaitCounts(http, labels, count)).containsExactlyEntriesOf(Map.of(labels, count));
    }
  }

  /** All counts that are not 0, by their labels, when this one is as high as it should be. */
  private static Map<String, Long> awaitCounts(HttpPeer http, String labels, long count)
      throws Exception {
    long startNanos = System.nanoTime();
    Map<String, Long> counts = counts(http);
    while (counts.getOrDefault(labels, 0L) < count
        && System.nanoTime() - startNanos < LIMIT_NANOS) {
      counts = counts(http);
    }
    return counts;
  }

  private static Map<String, Long> counts(HttpPeer http) throws Exception {
    Map<String, Long> counts = new TreeMap<>();
    for (String line : http.get("/metrics").body().lines().toList()) {
      if (line.startsWith(FAMILY) && !line.endsWith(" 0")) {
        int space = line.lastIndexOf(' ');
        counts.put(
            line.substring(FAMILY.length(), space), Long.parseLong(line.substring(space + 1)));
      }
    }
    return counts;
  }
}
