package acuse.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Protocol;
import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.server.AcuseServer;
import acuse.server.listen.ListenException;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port as programs and people see it, and what it bears from those who mean no good. */
class AdminPortTest {
  private static final String TOKEN = "open-sesame";

  private AcuseServer server;
  private HttpPeer http;

  @BeforeEach
  void start() throws Exception {
    server = start(Optional.empty());
    http = HttpPeer.of(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static AcuseServer start(Optional<String> token) throws Exception {
    AdminConfig admin = new AdminConfig(new InetSocketAddress("127.0.0.1", 0), token, Language.EN);
    return TestServer.start(config -> config.admin(admin));
  }

  @Test
  void saysEverythingInBothLanguages() {
    BothLanguages.assertSayTheSame(AdminPort.class);
  }

  @Test
  void tellsThatTheServerLivesAndIsReady() throws Exception {
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = http.get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("Ready: the server accepts and answers.\n");
    assertThat(ready.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void isNotReadyFromTheFirstMomentOfAStopAndServesOn() throws Exception {
    server.announceStop();
    assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
    assertThat(http.get("/readyz").body()).isEqualTo("Not ready: the server is about to stop.\n");
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);
    assertThat(http.metric("acuse_ready")).isZero();
    assertBothWiresAnswer();
  }

  @Test
  void answersHeadAsGetWithoutTheBody() throws Exception {
    HttpResponse<String> head =
        http.send("/readyz", request -> request.method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("content-length"))
        .hasValue(http.get("/readyz").body().length());
    String twoAnswers = http.exchange("HEAD /readyz HTTP/1.1\r\n\r\nGET /livez HTTP/1.0\r\n\r\n");
    assertThat(twoAnswers).endsWith("\r\n\r\nAlive.\n").doesNotContain("Ready");
  }

  /** Each mistake is a sentence, and the connection after it has none of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /nowhere HTTP/1.1             | 404 | nothing at /nowhere",
        "PUT /readyz HTTP/1.1              | 405 | no other methods than GET, HEAD",
        "DELETE /metrics HTTP/1.1          | 405 | no other methods than GET, HEAD",
        "hola                              | 400 | not an HTTP/1.1 request",
        "GET readyz HTTP/1.1               | 400 | not an HTTP/1.1 request",
        "GET /%zz HTTP/1.1                 | 400 | not an HTTP/1.1 request",
        "GET /livez HTTP/3.0               | 400 | not an HTTP/1.1 request",
        "GET http://a.example/livez HTTP/1.1 | 403 | Host",
      })
  void mistakesAreAnsweredInASentence(String line, int status, String sentence) throws Exception {
    String answer = http.exchange(line + "\r\nHost: localhost\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(sentence).endsWith("\n");
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsTooLongIsAnsweredInASentence() throws Exception {
    String letters = "a".repeat(AdminPort.MAX_BODY_BYTES + 1);
    assertThat(http.exchange("GET /" + letters.substring(0, 5000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ")
        .contains("longer than 4096 bytes");
    assertThat(http.exchange("GET / HTTP/1.1\r\na: " + letters.substring(0, 9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("longer than 8192 bytes");
    HttpResponse<String> body =
        http.send("/livez", request -> request.PUT(BodyPublishers.ofString(letters)));
    assertThat(body.statusCode()).isEqualTo(413);
    assertThat(body.body()).contains("longer than 65536 bytes");
    assertThat(
            http.send(
                    "/livez", request -> request.PUT(BodyPublishers.ofString(letters.substring(1))))
                .statusCode())
        .isEqualTo(405);
  }

  /** A page whose name leads here is refused, and a health check that names nobody is not. */
  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:9, 200",
    "127.0.0.1, 200",
    "10.1.2.3:9000, 200",
    "[::1]:9000, 200",
    "'', 200",
    "attacker.example, 403",
    "attacker.example:80, 403",
    "localhost.attacker.example, 403",
    "127.0.0.1.attacker.example, 403",
    "a b, 400",
    "[::1, 400",
    "'localhost:9:9', 400",
  })
  void aHostThatIsANameIsRefused(String host, int status) throws Exception {
    assertThat(http.exchange("GET /livez HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aRequestWithoutAHostIsFineAndOneWithTwoIsNot() throws Exception {
    assertThat(http.exchange("GET /livez HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(http.exchange("GET /livez HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(http.exchange("GET /livez HTTP/1.1\r\nHost: ::1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aPageFromElsewhereMayChangeNothing() throws Exception {
    String request = "PUT /livez HTTP/1.1\r\nHost: localhost:9\r\nOrigin: %s\r\n\r\n";
    assertThat(http.exchange(request.formatted("https://a.example"))).startsWith("HTTP/1.1 403 ");
    assertThat(http.exchange(request.formatted("http://localhost:9"))).startsWith("HTTP/1.1 405 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/nowhere"})
  void withATokenNothingButTheHealthIsForEverybody(String path) throws Exception {
    try (AcuseServer guarded = start(Optional.of(TOKEN))) {
      HttpPeer asking = HttpPeer.of(guarded);
      assertThat(asking.get("/livez").statusCode()).isEqualTo(200);
      assertThat(asking.get("/readyz").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = asking.get(path);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("www-authenticate")).isPresent();
      assertThat(refused.body()).contains("--admin-token").doesNotContain(TOKEN);
      int granted = path.equals("/metrics") ? 200 : 404;
      assertThat(bearer(asking, path, "Bearer " + TOKEN)).isEqualTo(granted);
      assertThat(bearer(asking, path, "bearer " + TOKEN)).isEqualTo(granted);
      assertThat(bearer(asking, path, "Bearer " + TOKEN + "5")).isEqualTo(401);
      assertThat(bearer(asking, path, "Bearer ")).isEqualTo(401);
      assertThat(bearer(asking, path, "Basic " + TOKEN)).isEqualTo(401);
    }
  }

  private static int bearer(HttpPeer http, String path, String authorization) throws Exception {
    return http.send(path, request -> request.header("Authorization", authorization)).statusCode();
  }

  @Test
  void aTokenShownOnceSetsACookieThatIsNotTheToken() throws Exception {
    try (AcuseServer guarded = start(Optional.of(TOKEN))) {
      HttpPeer asking = HttpPeer.of(guarded);
      assertThat(asking.get("/metrics?token=wrong").statusCode()).isEqualTo(401);
      HttpResponse<String> first = asking.get("/metrics?token=" + TOKEN);
      assertThat(first.statusCode()).isEqualTo(200);
      String cookie = first.headers().firstValue("set-cookie").orElseThrow();
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
      String pair = cookie.substring(0, cookie.indexOf(';'));
      assertThat(
              asking
                  .send("/metrics", request -> request.header("Cookie", "a=b; " + pair))
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              asking.send("/metrics", request -> request.header("Cookie", pair + "0")).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void offLoopbackThereHasToBeAToken() {
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> new AdminConfig(everywhere, Optional.empty(), Language.EN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new AdminConfig(everywhere, Optional.of(TOKEN), Language.EN).token())
        .hasValue(TOKEN);
  }

  @Test
  void theTokenIsNotAmongWhatIsPrintedOfTheSettings() {
    InetSocketAddress somewhere = new InetSocketAddress("127.0.0.1", 0);
    assertThat(new AdminConfig(somewhere, Optional.of(TOKEN), Language.EN).toString())
        .doesNotContain(TOKEN);
  }

  @Test
  void aPortThatIsTakenIsNamedAsTheAdminPort() {
    AdminConfig taken =
        new AdminConfig(server.adminAddress().orElseThrow(), Optional.empty(), Language.EN);
    assertThatThrownBy(() -> TestServer.start(config -> config.admin(taken)))
        .isInstanceOfSatisfying(
            ListenException.class,
            e -> {
              assertThat(e.isAdminPort()).isTrue();
              assertThat(e.reason()).isEqualTo(ListenException.Reason.PORT_IN_USE);
            });
  }

  /** Answers come in order, and a FIN behind the requests does not overtake them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 300})
  void pipelinedRequestsAreAnsweredOneAfterTheOther(int count) throws Exception {
    String answers = http.exchange("GET /livez HTTP/1.1\r\n\r\n".repeat(count));
    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(count + 1);
  }

  @Test
  void aRequestMayComeByteByByte() throws Exception {
    try (Socket socket = http.connect()) {
      socket.setTcpNoDelay(true);
      for (byte b : "PUT /livez HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc".getBytes(UTF_8)) {
        socket.getOutputStream().write(b);
      }
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 405 Method Not Allowed");
    }
  }

  /** Ten times as many as there is place for say nothing, or never come to an end. */
  @Test
  void slowConnectionsKeepNobodyOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 10 * AdminConnections.MAX; i++) {
        Socket socket = http.connect();
        slow.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("GET /livez HTTP/1.1\r\na: b".getBytes(UTF_8));
        }
        if (i % AdminConnections.MAX == 0) {
          assertThat(http.get("/livez").statusCode()).isEqualTo(200);
          assertBothWiresAnswer();
        }
      }
      assertThat(http.get("/livez").statusCode()).isEqualTo(200);
      assertThat(slow.get(0).getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Their writers take no answers, and are not read any more. */
  @Test
  void floodsOfPipelinedRequestsAreHeldBack() throws Exception {
    List<Socket> floods = new ArrayList<>();
    byte[] requests = "GET /metrics HTTP/1.1\r\n\r\n".repeat(100).getBytes(UTF_8);
    try {
      for (int i = 0; i < 5; i++) {
        Socket socket = http.connect();
        floods.add(socket);
        Thread flood = new Thread(() -> floodUntilClosed(socket, requests), "flood");
        flood.setDaemon(true);
        flood.start();
      }
      for (int i = 0; i < 20; i++) {
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);
        assertBothWiresAnswer();
      }
    } finally {
      for (Socket socket : floods) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestWithoutAnEndIsCutOff() throws Exception {
    byte[] chunk = ("1000\r\n" + "a".repeat(0x1000) + "\r\n").getBytes(UTF_8);
    try (Socket socket = http.connect()) {
      socket
          .getOutputStream()
          .write("PUT /livez HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
      floodUntilClosed(socket, chunk);
    }
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);
  }

  private static void floodUntilClosed(Socket socket, byte[] bytes) {
    try {
      while (true) {
        socket.getOutputStream().write(bytes);
      }
    } catch (IOException closed) {
      // by either side
    }
  }

  private static String statusLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\r' && b >= 0; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  private void assertBothWiresAnswer() throws IOException {
    for (Protocol protocol : Protocol.values()) {
      try (Peer peer = Peer.of(protocol, server)) {
        peer.send("hola\n");
        assertThat(peer.receive()).isEqualTo("Servidor " + protocol + " recibió: hola\n");
      }
    }
  }
}
