package acuse.client.interop;

import static acuse.client.interop.Tool.CHROMIUM;
import static acuse.client.interop.Tool.PYTHON;
import static acuse.client.interop.Tool.SOCAT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements of echo servers that others wrote, and a browser that shows the report. */
@InteropTest
final class MeasureTest {
  private static final String PYTHON_ECHO =
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(('127.0.0.1', 0))
      print(s.getsockname()[1], flush=True)
      while True:
          data, peer = s.recvfrom(65536)
          s.sendto(data.upper(), peer)
      """;

  @TempDir private Path folder;

  @Test
  void socatsEchoOfAStreamAnswersAll() {
    try (PeerProcess echo =
        SOCAT.start("-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr", "EXEC:cat")) {
      String port = echo.awaitErr("listening on AF=2 127\\.0\\.0\\.1:(\\d+)").group(1);
      assertAllAnswered(bench("--protocol=tcp", "--port=" + port, "--connections=3"));
    }
  }

  @Test
  void anEchoInCapitalsInPythonAnswersAll() {
    try (PeerProcess echo = PYTHON.start("-c", PYTHON_ECHO)) {
      String port = echo.awaitOut("(\\d+)\n").group(1);
      assertAllAnswered(bench("--protocol=udp", "--port=" + port));
    }
  }

  /** Chromium is given no way to any other machine, and says nothing to its console. */
  @Test
  void aBrowserShowsTheReport() throws Exception {
    try (ServerProgram server = ServerProgram.start("--tcp-port=0", "--udp-port=0", "--quiet")) {
      bench(
          "--tcp-port=" + server.tcpPort(),
          "--udp-port=" + server.udpPort(),
          "--out=" + folder.resolve("report"));
    }
    Path page = folder.resolve("report.html");
    assertThat(Files.readString(page)).doesNotContain("<script", "<style", "src=", "url(");
    try (PeerProcess browser =
        CHROMIUM.start(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + folder.resolve("profile"),
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--dump-dom",
            page.toUri().toString())) {
      Finished shown = browser.awaitEnd();
      assertThat(shown.status()).isZero();
      assertThat(shown.out()).contains("<svg", "<polyline", "TCP", "UDP", "</html>");
      assertThat(shown.err()).doesNotContain("CONSOLE", "Refused to");
    }
  }

  private static JsonObject bench(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("bench", "--rate=200", "--duration=1s", "--timeout=30s", "--format=json"));
    words.addAll(List.of(options));
    try (PeerProcess client = ClientProgram.start(Map.of(), words)) {
      Finished end = client.awaitEnd();
      assertThat(end.status()).as(end.err()).isZero();
      List<String> lines = end.out().lines().toList();
      return new Gson().fromJson(lines.get(lines.size() - 1), JsonObject.class);
    }
  }

  private static void assertAllAnswered(JsonObject result) {
    JsonObject counts = result.getAsJsonObject("counts");
    assertThat(result.get("event").getAsString()).isEqualTo("end");
    assertThat(counts.get("intended").getAsInt()).isEqualTo(200);
    assertThat(counts.get("answered").getAsInt()).isEqualTo(200);
    assertThat(counts.get("corrupted").getAsInt()).isZero();
  }
}
