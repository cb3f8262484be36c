package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.UdpPeer;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.ImpairText;
import acuse.server.tls.TlsConfig;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code client bench} from its command line to its exit status, against the real server. */
@Timeout(120)
class BenchTest {
  private static final String[] SHORT = {"--duration=200ms", "--warmup=0s", "--rate=100"};

  @TempDir Path folder;

  @Test
  void bothProtocolsSendTheSame() throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run = bench(server, "--format=json", "--timeout=30s");
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      List<JsonObject> ends = ends(run.out());
      assertThat(ends).hasSize(2);
      assertThat(ends).extracting(end -> text(end, "protocol")).containsExactly("tcp", "udp");
      assertThat(ends).allMatch(end -> count(end, "intended") == 20);
      assertThat(ends).allMatch(end -> count(end, "answered") == 20);
      assertThat(ends.get(0).get("config")).isEqualTo(ends.get(1).get("config"));
    }
  }

  @Test
  void tlsIsMeasuredBesidePlainUdp() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerConfigBuilder config =
        ServerConfig.builder().tcpPort(0).udpPort(0).tls(TlsConfig.selfSigned(loopback));
    try (AcuseServer server = AcuseServer.start(config.build())) {
      ProgramRun run = bench(server, "--tls", "--tls-insecure", "--format=json", "--timeout=30s");
      assertThat(run.status()).isZero();
      assertThat(ends(run.out())).hasSize(2).allMatch(end -> count(end, "answered") == 20);
      ProgramRun distrustful = bench(server, "--tls");
      assertThat(distrustful.status()).isEqualTo(6);
      assertThat(distrustful.err()).startsWith("client bench: ");
    }
  }

  /** With no warm-up, the first datagram is message 1. */
  @ParameterizedTest
  @CsvSource({
    "udp-out:loss=2+5+7, lost, 3",
    "udp-out:duplicate=3, duplicated, 1",
    "'udp-out:reorder=4,reorder-depth=2', reordered, 1",
  })
  void faultsAreCountedExactlyAndAreNoFailure(String fault, String name, long count)
      throws Exception {
    try (AcuseServer server = server(fault)) {
      ProgramRun run = bench(server, "--protocol=udp", "--format=json", "--timeout=3s");
      assertThat(run.status()).isZero();
      JsonObject end = ends(run.out()).get(0);
      for (String fate : List.of("lost", "duplicated", "reordered", "not_sent", "corrupted")) {
        assertThat(count(end, fate)).as(fate).isEqualTo(fate.equals(name) ? count : 0);
      }
      assertThat(count(end, "answered") + count(end, "lost")).isEqualTo(20);
    }
  }

  @Test
  void aConditionThatIsTrueIs1AndIsNamed() throws Exception {
    try (AcuseServer server = server("udp-out:loss=2")) {
      ProgramRun run =
          bench(server, "--timeout=3s", "--fail-if=loss>0", "--fail-if=duplicated>0,p99>5ms");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().lines())
          .containsExactly(
              "client bench: --fail-if p99>5ms: TCP, 100/s: p99 cannot be given: it needs 1000"
                  + " messages with a reply, and there are 20",
              "client bench: --fail-if loss>0: UDP, 100/s: loss is 1",
              "client bench: --fail-if p99>5ms: UDP, 100/s: p99 cannot be given: it needs 1000"
                  + " messages with a reply, and there are 19");
    }
  }

  @Test
  void stepsAndRepetitionsHaveAResultEach() throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run =
          bench(
              server,
              "--protocol=tcp",
              "--rate=50,100",
              "--repeat=2",
              "--format=json",
              "--timeout=30s");
      assertThat(run.status()).isZero();
      assertThat(ends(run.out()))
          .extracting(end -> end.get("step").getAsInt() + "/" + end.get("repetition").getAsInt())
          .containsExactly("1/1", "2/1", "1/2", "2/2");
    }
  }

  @Test
  void randomGapsAreTheSameForBothProtocols() throws Exception {
    try (AcuseServer server = server()) {
      ProgramRun run = bench(server, "--arrivals=poisson", "--format=json", "--timeout=30s");
      List<JsonObject> ends = ends(run.out());
      assertThat(ends.get(0).get("config").getAsJsonObject().get("seed").isJsonNull()).isFalse();
      assertThat(ends.get(0).get("config")).isEqualTo(ends.get(1).get("config"));
      assertThat(count(ends.get(0), "intended")).isEqualTo(count(ends.get(1), "intended"));
    }
  }

  @Test
  void nobodyThereIs3AndIsSaidForEachProtocolOnce() throws Exception {
    int port;
    try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = bound.getLocalPort();
    }
    ProgramRun run = run("--port=" + port, "--timeout=200ms", "--repeat=2");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            """
            client bench: nobody listens on TCP 127.0.0.1:%1$d
            client bench: nobody listens on UDP 127.0.0.1:%1$d
            """
                .formatted(port));
  }

  @Test
  void aRequestToStopGivesTheResultSoFar() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<Runnable> stop = new CompletableFuture<>();
      CompletableFuture<ProgramRun> running =
          CompletableFuture.supplyAsync(
              () ->
                  ProgramRun.of(
                      InputStream.nullInputStream(),
                      stop::complete,
                      "bench",
                      "--protocol=udp",
                      "--port=" + peer.port(),
                      "--warmup=0s",
                      "--duration=10m",
                      "--format=json"));
      peer.say(peer.hear());
      stop.get().run();
      ProgramRun run = running.get();
      assertThat(ends(run.out()))
          .singleElement()
          .satisfies(end -> assertThat(end.get("warnings").toString()).contains("interrupted"));
    }
  }

  @Test
  void filesAreWrittenAndCanBeCompared() throws Exception {
    try (AcuseServer server = server()) {
      Path base = folder.resolve("base");
      ProgramRun run = bench(server, "--timeout=30s", "--out=" + base, "--title=In the lab");
      assertThat(run.err()).isEmpty();
      assertThat(Files.readString(folder.resolve("base.html")))
          .contains("In the lab", "client bench --duration=200ms");
      assertThat(folder.resolve("base.hlog")).isNotEmptyFile();
      ProgramRun compared = ProgramRun.of("", "bench", "compare", base + ".json", base + ".json");
      assertThat(compared.err()).isEmpty();
      assertThat(compared.status()).isZero();
      assertThat(compared.out()).contains("TCP, 100/s", "UDP, 100/s");
      assertThat(
              ProgramRun.of(
                      "", "bench", "compare", base + ".json", base + ".json", "--fail-if=p99>+10%")
                  .status())
          .isEqualTo(1);
      assertThat(ProgramRun.of("", "bench", "compare", base + ".json", base + ".html"))
          .matches(failed -> failed.status() == 2)
          .matches(failed -> failed.err().startsWith("client bench compare: '" + base + ".html'"));
    }
  }

  @Test
  void aFolderThatIsNotThereIs2BeforeAnythingIsSent() {
    Path nowhere = folder.resolve("nowhere/name");
    assertThat(run("--out=" + nowhere))
        .isEqualTo(
            new ProgramRun(
                2,
                "",
                "client bench: --out cannot be '"
                    + nowhere
                    + "': No such file or directory\nTry 'client bench --help'.\n"));
  }

  private static List<JsonObject> ends(String out) {
    return out.lines()
        .map(line -> new Gson().fromJson(line, JsonObject.class))
        .filter(line -> text(line, "event").equals("end"))
        .toList();
  }

  private static String text(JsonObject line, String name) {
    return line.get(name).getAsString();
  }

  private static long count(JsonObject end, String name) {
    return end.get("counts").getAsJsonObject().get(name).getAsLong();
  }

  private static ProgramRun bench(AcuseServer server, String... options) {
    String[] ports = {
      "--tcp-port=" + server.tcpAddress().getPort(), "--udp-port=" + server.udpAddress().getPort()
    };
    return run(Stream.of(ports, options).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private static ProgramRun run(String... options) {
    return ProgramRun.of(
        "",
        Stream.of(new String[] {"bench"}, SHORT, options)
            .flatMap(Arrays::stream)
            .toArray(String[]::new));
  }

  private static AcuseServer server(String... faults) throws Exception {
    ServerConfigBuilder config = ServerConfig.builder().tcpPort(0).udpPort(0);
    if (faults.length > 0) {
      config.impair(new ImpairConfig(1, ImpairText.parse(List.of(faults)), List.of()));
    }
    return AcuseServer.start(config.build());
  }
}
