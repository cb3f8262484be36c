package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.UdpPeer;
import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.ImpairText;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code client ping} against the real server, whose faults are known by number. */
@Timeout(120)
class PingTest {
  /** A timeout that is not to be seen, however slow the machine. */
  private static final String LONG = "--timeout=30s";

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void eachReplyIsALineInPingsWords(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run = ping(server, "--protocol=" + protocol, "--count=2", LONG);
      int port = server.address(protocol).getPort();
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      assertThat(withoutTimes(run.out()))
          .isEqualTo(
              """
              PING 127.0.0.1 (127.0.0.1:%1$d, %2$s) 64 bytes of data.
              64 bytes from 127.0.0.1:%1$d (%2$s): seq=1 time=T ms
              64 bytes from 127.0.0.1:%1$d (%2$s): seq=2 time=T ms

              --- 127.0.0.1 ping statistics ---
              2 messages transmitted, 2 received, 0%% message loss
              rtt min/avg/max/mdev = T/T/T/T ms
              """
                  .formatted(port, protocol));
    }
  }

  @Test
  void bothProtocolsStandSideBySide() throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run = ping(server, "--count=2", LONG);
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      assertThat(withoutTimes(run.out()))
          .startsWith("PING 127.0.0.1 (127.0.0.1) 64 bytes of data.\n            TCP ")
          .containsPattern("(?m)^seq=1       time=T ms +time=T ms$")
          .containsPattern("(?m)^seq=2       time=T ms +time=T ms$")
          .containsPattern("(?m)^transmitted 2 +2$")
          .containsPattern("(?m)^received    2 +2$")
          .containsPattern("(?m)^loss        0% +0%$");
    }
  }

  @Test
  void lossIsExactAndStatus1() throws Exception {
    try (AcuseServer server = server("udp-out:loss=2+5+7")) {
      ProgramRun run = ping(server, "--protocol=udp", "--count=8", "--timeout=3s");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out().lines().filter(line -> line.startsWith("no answer yet")))
          .containsExactly(
              "no answer yet for seq=2", "no answer yet for seq=5", "no answer yet for seq=7");
      assertThat(run.out()).contains("8 messages transmitted, 5 received, 37.5% message loss\n");
    }
  }

  @Test
  void aDuplicateIsSaidAndChangesNoStatus() throws Exception {
    try (AcuseServer server = server("udp-out:duplicate=3")) {
      ProgramRun run = ping(server, "--protocol=udp", "--count=5", LONG);
      assertThat(run.status()).isZero();
      assertThat(run.out().lines().filter(line -> line.endsWith(" (DUP!)")))
          .singleElement()
          .asString()
          .contains(" seq=3 ");
      assertThat(run.out())
          .contains("5 messages transmitted, 5 received, +1 duplicates, 0% message loss\n");
    }
  }

  @Test
  void aReorderedReplyIsSaid() throws Exception {
    try (AcuseServer server = server("udp-out:reorder=4,reorder-depth=2")) {
      ProgramRun run = ping(server, "--protocol=udp", "--count=8", LONG);
      assertThat(run.status()).isZero();
      assertThat(run.out().lines().filter(line -> line.endsWith(" (reordered)")))
          .singleElement()
          .asString()
          .contains(" seq=4 ");
      assertThat(run.out())
          .contains("8 messages transmitted, 8 received, +1 reordered, 0% message loss\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aDelayedReplyTakesAsLongAsItsDelay(Protocol protocol) throws Exception {
    try (AcuseServer server =
        server(protocol.name().toLowerCase(Locale.ROOT) + "-out:delay=50ms")) {
      ProgramRun run = ping(server, "--protocol=" + protocol, "--count=3", LONG, "--format=json");
      assertThat(run.status()).isZero();
      assertThat(micros(run.out())).hasSize(3).allMatch(micros -> micros >= 50_000);
    }
  }

  /** The peer answers when the message has been given up, and before the ping ends. */
  @Test
  void aLateReplyIsSaidAndItsMessageIsLost() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<ProgramRun> running =
          CompletableFuture.supplyAsync(
              () ->
                  ProgramRun.of(
                      "",
                      "ping",
                      "--protocol=udp",
                      "--port=" + peer.port(),
                      "--count=2",
                      "--interval=2s",
                      "--timeout=1s"));
      String first = peer.hear();
      String second = peer.hear(); // two seconds later
      peer.say(first);
      peer.say(second);
      ProgramRun run = running.get();
      assertThat(run.out()).contains("no answer yet for seq=1\n");
      assertThat(run.out()).containsPattern("seq=1 time=\\d+ ms \\(late: \\d\\.\\d s\\)\n");
      assertThat(run.out()).contains(", +1 late, ");
      assertThat(run.status()).isEqualTo(1);
    }
  }

  @Test
  void refusedIs3ForBothProtocols() throws Exception {
    int port;
    try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = bound.getLocalPort();
    }
    ProgramRun run =
        ProgramRun.of(
            "", "ping", "--port=" + port, "--count=1", "--interval=10ms", "--timeout=100ms");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            """
            client ping: nobody listens on TCP 127.0.0.1:%1$d
            client ping: nobody listens on UDP 127.0.0.1:%1$d
            """
                .formatted(port));
  }

  @Test
  void anUnknownNameIs3() {
    ProgramRun run = ProgramRun.of("", "ping", "--host=nobody.invalid", LONG);
    assertThat(run)
        .isEqualTo(
            new ProgramRun(3, "", "client ping: nobody is known by the name 'nobody.invalid'\n"));
  }

  @Test
  void connectOpensAConnectionEachTime() throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run = ping(server, "--protocol=tcp", "--connect", "--count=3", LONG);
      assertThat(run.status()).isZero();
      assertThat(withoutTimes(run.out()))
          .contains(
              "connected to 127.0.0.1:%d (TCP): seq=3 time=T ms\n"
                  .formatted(server.tcpAddress().getPort()))
          .contains("3 messages transmitted, 3 received, 0% message loss\n");
    }
  }

  @Test
  void connectToNobodyIs3() throws Exception {
    int port;
    try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = bound.getLocalPort();
    }
    ProgramRun run =
        ProgramRun.of(
            "",
            "ping",
            "--protocol=tcp",
            "--connect",
            "--port=" + port,
            "--count=2",
            "--interval=10ms",
            LONG);
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).contains("no answer yet for seq=2\n");
    assertThat(run.err()).isEqualTo("client ping: nobody listens on TCP 127.0.0.1:" + port + "\n");
  }

  @Test
  void aRequestToStopEndsItWithTheResultSoFar() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<Runnable> stop = new CompletableFuture<>();
      CompletableFuture<ProgramRun> running =
          CompletableFuture.supplyAsync(
              () ->
                  ProgramRun.of(
                      InputStream.nullInputStream(),
                      stop::complete,
                      "ping",
                      "--protocol=udp",
                      "--port=" + peer.port(),
                      "--interval=10ms",
                      LONG));
      peer.say(peer.hear());
      peer.hear();
      peer.hear();
      stop.get().run();
      ProgramRun run = running.get();
      assertThat(run.out()).contains("ping statistics ---\n").contains(" received");
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp, 1", "udp, 1", "both, 2"})
  void jsonIsALineForEachEventAndTheLastHasTheCounts(String protocol, int protocols)
      throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run = ping(server, "--protocol=" + protocol, "--count=2", LONG, "--format=json");
      assertThat(run.status()).isZero();
      assertThat(run.out().lines()).hasSize(4 * protocols).allMatch(line -> line.startsWith("{"));
      assertThat(run.out().lines().skip(3L * protocols))
          .allMatch(
              line ->
                  line.contains(
                      "\"counts\":{\"intended\":2,\"answered\":2,\"lost\":0,\"late\":0,"
                          + "\"duplicated\":0,\"reordered\":0},\"loss_ratio\":0.0,"));
    }
  }

  private static List<Long> micros(String json) {
    return Pattern.compile("\"rtt_us\":(\\d+)")
        .matcher(json)
        .results()
        .map(found -> Long.valueOf(found.group(1)))
        .toList();
  }

  private static String withoutTimes(String out) {
    return out.replaceAll("time=[0-9.]+ ms", "time=T ms")
        .replaceAll("= [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms", "= T/T/T/T ms");
  }

  private static ProgramRun ping(AcuseServer server, String... options) {
    String[] ports = {
      "ping",
      "--tcp-port=" + server.tcpAddress().getPort(),
      "--udp-port=" + server.udpAddress().getPort(),
      "--interval=20ms"
    };
    return ProgramRun.of(
        "", Stream.of(ports, options).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private static AcuseServer server(String... faults) throws Exception {
    var config = ServerConfig.builder().tcpPort(0).udpPort(0);
    if (faults.length > 0) {
      config.impair(new ImpairConfig(1, ImpairText.parse(List.of(faults)), List.of()));
    }
    return AcuseServer.start(config.build());
  }
}
