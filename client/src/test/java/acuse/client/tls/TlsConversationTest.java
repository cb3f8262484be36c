package acuse.client.tls;

import static acuse.client.testing.ScriptedServer.readLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.testing.AnswerLog;
import acuse.client.testing.ScriptedServer;
import acuse.client.testing.ScriptedServer.Script;
import acuse.client.testing.Talk;
import acuse.client.testing.TypedMessages;
import acuse.client.tls.TlsException.Problem;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.Patience;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.tls.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS servers that behave in every way that servers do. */
class TlsConversationTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Script TALKATIVE =
      (socket, in, out) -> {
        readLine(in);
        out.write("r\n".getBytes(UTF_8));
        out.flush();
        in.read();
      };

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static Issued localhost;
  private static ClientTls tls;

  private final AnswerLog answers = new AnswerLog();
  private final CountDownLatch done = new CountDownLatch(1);

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    localhost = authority.forLocalhost();
    tls = ClientTls.load(authority.certificate(), null, null, false);
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "RAW", "LENGTH"})
  void speaksEveryFramingOfOurOwnServer(Framing framing) throws Exception {
    try (AcuseServer server = ownServer(framing, false)) {
      assertThat(
              Talk.over(Protocol.TCP, server.tcpAddress().getPort())
                  .tls(tls)
                  .framing(framing)
                  .say("uno\ndos\nexit\n")
                  .all())
          .containsExactly(
              "1 uno = Servidor TCP recibió: uno",
              "2 dos = Servidor TCP recibió: dos",
              "3 exit exits");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void everyMessageIsAnsweredInBothVersions(String version) throws Exception {
    String input = "uno\n".repeat(5000);
    try (ScriptedServer server =
        over(
            localhost,
            (socket, in, out) -> {
              ((SSLSocket) socket).setEnabledProtocols(new String[] {version});
              for (int i = 0; i < 5000; i++) {
                readLine(in);
              }
              out.write("r\n".repeat(5000).getBytes(UTF_8));
              in.read();
            })) {
      assertThat(talk(server).window(10_000).say(input).all())
          .hasSize(5000)
          .allMatch(answer -> answer.endsWith(" uno = r"));
    }
  }

  @Test
  void aServerThatAnswersAtTheEndOfInputHearsOfIt() throws Exception {
    try (ScriptedServer server =
        over(
            localhost,
            (socket, in, out) -> {
              long count = new String(in.readAllBytes(), UTF_8).lines().count();
              out.write("r\n".repeat((int) count).getBytes(UTF_8));
            })) {
      assertThat(talk(server).say("uno\ndos\n").all()).containsExactly("1 uno = r", "2 dos = r");
    }
  }

  @Test
  void aCertificateOfAStrangerIsNotTrusted() throws Exception {
    Issued other = new TestAuthority(folder, "otra").forLocalhost();
    assertProblem(over(other, TALKATIVE), Problem.NOT_TRUSTED);
  }

  @Test
  void whomJavaTrustsCountsWithoutACa() throws Exception {
    ClientTls unconfigured = ClientTls.load(null, null, null, false);
    assertProblem(over(localhost, TALKATIVE), unconfigured, Problem.NOT_TRUSTED);
  }

  @Test
  void anOldCertificateHasExpired() throws Exception {
    Instant past = Instant.now().minus(Duration.ofDays(1));
    assertProblem(
        over(authority.issue(each -> TestAuthority.localhost(each).notAfter(past)), TALKATIVE),
        Problem.EXPIRED);
  }

  @Test
  void aCertificateOfTomorrowIsNotValidYet() throws Exception {
    Instant future = Instant.now().plus(Duration.ofDays(1));
    assertProblem(
        over(authority.issue(each -> TestAuthority.localhost(each).notBefore(future)), TALKATIVE),
        Problem.NOT_YET_VALID);
  }

  @Test
  void aCertificateOfAnotherNameOrAddressIsNotTheServers() throws Exception {
    assertProblem(
        over(authority.issue(each -> each.addSanIpAddress("127.0.0.2")), TALKATIVE),
        Problem.OTHER_NAME);
    assertProblem(
        over(authority.issue(each -> each.addSanDnsName("127.0.0.1")), TALKATIVE),
        Problem.OTHER_NAME);
    assertProblem(over(authority.issue(CertificateBuilder::ecp256), TALKATIVE), Problem.OTHER_NAME);
  }

  /** Several forms of one name; an address is checked, too, but is no name to ask for. */
  @ParameterizedTest
  @CsvSource({
    "server.example, server.example, server.example",
    "Server.Example, server.example, Server.Example",
    "server.example., server.example, server.example",
    "one-label, one-label, one-label",
    "ñandú.example, xn--and-6ma2c.example, xn--and-6ma2c.example",
    "127.0.0.9, 127.0.0.9, ",
    "::9, 0:0:0:0:0:0:0:9, ",
  })
  void aGivenNameIsAskedForAndChecked(String name, String certified, String asked)
      throws Exception {
    boolean isAddress = asked == null;
    Issued issued =
        authority.issue(
            each -> isAddress ? each.addSanIpAddress(certified) : each.addSanDnsName(certified));
    List<String> names = new ArrayList<>();
    try (ScriptedServer server =
        over(
            issued,
            (socket, in, out) -> {
              readLine(in);
              ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
              for (SNIServerName each : session.getRequestedServerNames()) {
                names.add(((SNIHostName) each).getAsciiName());
              }
              out.write("r\n".getBytes(UTF_8));
              out.flush();
              in.read();
            })) {
      assertThat(talk(server).tlsName(name).say("uno\n").all()).containsExactly("1 uno = r");
    }
    assertThat(names).isEqualTo(isAddress ? List.of() : List.of(asked));
  }

  /** The address of the server would do, but is not asked for. */
  @Test
  void onlyTheGivenNameCounts() throws Exception {
    try (ScriptedServer server = over(localhost, TALKATIVE)) {
      assertThatThrownBy(() -> talk(server).tlsName("server.example").say("uno\n"))
          .isInstanceOfSatisfying(
              PeerException.class, e -> assertThat(e.tlsProblem()).isEqualTo(Problem.OTHER_NAME));
    }
  }

  @Test
  void withoutChecksAnyCertificateWillDo() throws Exception {
    Issued strange =
        new TestAuthority(folder, "extraña").issue(each -> each.addSanDnsName("other.example"));
    try (ScriptedServer server = over(strange, TALKATIVE)) {
      assertThat(talk(server).tls(ClientTls.load(null, null, null, true)).say("uno\n").all())
          .containsExactly("1 uno = r");
    }
  }

  @Test
  void whatIsNotTlsIsToldFromIt() throws Exception {
    assertProblem(
        new ScriptedServer(
            (socket, in, out) -> {
              out.write("220 hola, soy otra cosa\r\n".getBytes(UTF_8));
              in.read();
            }),
        Problem.NOT_SPOKEN);
  }

  @Test
  void whoClosesInsteadOfAgreeingBreaksOff() throws Exception {
    assertProblem(new ScriptedServer((socket, in, out) -> in.read()), Problem.BROKEN_OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0016\u0003\u0003"})
  void whoDoesNotAgreeInTimeIsLeft(String beginning) throws Exception {
    Patience.from(
        SHORT,
        timeout -> {
          try (ScriptedServer server =
              new ScriptedServer(
                  (socket, in, out) -> {
                    out.write(beginning.getBytes(UTF_8));
                    await();
                  })) {
            assertProblem(talk(server).timeout(timeout), Problem.NO_ANSWER);
          }
        });
    done.countDown();
  }

  @Test
  void aServerThatWantsACertificateSaysSoAndGetsIt() throws Exception {
    Issued known = authority.issue(CertificateBuilder::addExtendedKeyUsageClientAuth);
    Issued unknown =
        new TestAuthority(folder, "ajena").issue(CertificateBuilder::addExtendedKeyUsageClientAuth);
    try (AcuseServer server = ownServer(Framing.AUTO, true)) {
      Talk talk = Talk.over(Protocol.TCP, server.tcpAddress().getPort());
      assertThat(talk.tls(showing(known)).say("uno\n").all())
          .containsExactly("1 uno = Servidor TCP recibió: uno");
      assertProblem(talk.tls(tls), Problem.CERTIFICATE_WANTED);
      assertProblem(talk.tls(showing(unknown)), Problem.CERTIFICATE_REFUSED);
    }
  }

  @Test
  void aReplyThatWasCutIsNoReply() throws Exception {
    SSLContext context = context(localhost);
    try (ScriptedServer server =
        new ScriptedServer(
            (tcp, ignoredIn, ignoredOut) -> {
              SSLSocket socket =
                  (SSLSocket) context.getSocketFactory().createSocket(tcp, null, false);
              readLine(socket.getInputStream());
              readLine(socket.getInputStream());
              socket.getOutputStream().write("uno\ncortad".getBytes(UTF_8));
              tcp.shutdownOutput();
              tcp.getInputStream().readAllBytes();
            })) {
      assertThatThrownBy(() -> talk(server).say(typed("uno", "dos"), answers))
          .hasMessage("reason=CUT unanswered=1");
      assertThat(answers.all()).containsExactly("1 uno = uno", "2 dos CLOSED");
    }
  }

  /** The first of all, by a FIN or a reset: no framing is to blame. */
  @ParameterizedTest
  @CsvSource({"LINE, false", "LINE, true", "LENGTH, false", "LENGTH, true"})
  void aFirstReplyThatWasCutIsSaidToBe(Framing framing, boolean reset) throws Exception {
    SSLContext context = context(localhost);
    try (ScriptedServer server =
        new ScriptedServer(
            (tcp, ignoredIn, ignoredOut) -> {
              SSLSocket socket =
                  (SSLSocket) context.getSocketFactory().createSocket(tcp, null, false);
              socket.setUseClientMode(false);
              tcp.setTcpNoDelay(true); // a reset drops what has not been sent
              // To the end: a client that still sends may hear of the reset before the reply.
              socket.getInputStream().readAllBytes();
              socket.getOutputStream().write("\0\0\0\u0010cortad".getBytes(UTF_8));
              if (reset) {
                tcp.setSoLinger(true, 0);
              } else {
                tcp.shutdownOutput();
                tcp.getInputStream().readAllBytes();
              }
            })) {
      assertThatThrownBy(() -> talk(server).framing(framing).say(typed("uno"), answers))
          .hasMessage("reason=CUT unanswered=1");
      assertThat(answers.all()).containsExactly("1 uno CLOSED");
    }
  }

  @Test
  void closeNotifyEndsALastLine() throws Exception {
    try (ScriptedServer server =
        over(
            localhost,
            (socket, in, out) -> {
              readLine(in);
              out.write("adiós".getBytes(UTF_8));
            })) {
      assertThat(talk(server).say("uno\n").all()).containsExactly("1 uno = adiós");
    }
  }

  @Test
  void linesGoOutAsTheyCameIn() throws Exception {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (ScriptedServer server =
        over(
            localhost,
            (socket, in, out) -> {
              for (int b = in.read(); b >= 0; b = in.read()) {
                received.write(b);
                out.write(b);
              }
            })) {
      assertThat(talk(server).say("uno\r\ndos\n\r\nexit\r\n").all())
          .containsExactly("1 uno = uno", "2 dos = dos", "3  = ", "4 exit exits");
    }
    assertThat(received.toString(UTF_8)).isEqualTo("uno\r\ndos\n\r\nexit\r\n");
  }

  @Test
  void aServerThatTakesNothingHoldsUpTheInputButNotTheEnd() throws Exception {
    String large = "x".repeat(100_000);
    String[] messages = IntStream.range(0, 100).mapToObj(i -> large).toArray(String[]::new);
    Patience.from(
        SHORT,
        timeout -> {
          AnswerLog unanswered = new AnswerLog();
          try (ScriptedServer server =
              over(
                  localhost,
                  (socket, in, out) -> {
                    readLine(in);
                    await();
                  })) {
            talk(server).window(1000).timeout(timeout).say(typed(messages), unanswered);
            assertThat(unanswered.all())
                .isNotEmpty()
                .allMatch(answer -> answer.endsWith("TIMEOUT"));
          }
        });
    done.countDown();
  }

  private static AcuseServer ownServer(Framing framing, boolean strict) throws Exception {
    TlsConfig config = TlsConfig.with(localhost.certificate(), localhost.key());
    return AcuseServer.start(
        ServerConfig.builder()
            .tcpPort(0)
            .udpPort(0)
            .framing(framing)
            .tls(strict ? config.requiringClients(authority.certificate()) : config)
            .build());
  }

  private static ClientTls showing(Issued issued) throws Exception {
    return ClientTls.load(authority.certificate(), issued.certificate(), issued.key(), false);
  }

  private static ScriptedServer over(Issued issued, Script script) throws Exception {
    return new ScriptedServer(context(issued).getServerSocketFactory(), script);
  }

  private static SSLContext context(Issued issued) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(issued.bundle().toKeyManagerFactory().getKeyManagers(), null, null);
    return context;
  }

  private void await() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Talk talk(ScriptedServer server) {
    return Talk.over(Protocol.TCP, server.port()).tls(tls).timeout(LONG);
  }

  private static TypedMessages typed(String... messages) {
    TypedMessages typed = new TypedMessages(false);
    for (String message : messages) {
      typed.type(message);
    }
    typed.end();
    return typed;
  }

  private static void assertProblem(ScriptedServer server, Problem problem) throws Exception {
    assertProblem(server, tls, problem);
  }

  private static void assertProblem(ScriptedServer server, ClientTls tls, Problem problem)
      throws Exception {
    try (server) {
      assertProblem(talk(server).tls(tls), problem);
    }
  }

  /** Whenever the two find out that they do not agree. */
  private static void assertProblem(Talk talk, Problem problem) {
    AnswerLog answers = new AnswerLog();
    assertThatThrownBy(() -> talk.say(typed("uno"), answers))
        .isInstanceOfSatisfying(
            PeerException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.TLS);
              assertThat(e.tlsProblem()).isEqualTo(problem);
            });
    assertThat(answers.all()).containsExactly("1 uno REFUSED");
  }
}
