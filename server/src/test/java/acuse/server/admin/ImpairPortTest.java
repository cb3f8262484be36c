package acuse.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.server.AcuseServer;
import acuse.server.impair.ImpairConfig;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on purpose, shown and exchanged on the admin port. */
class ImpairPortTest {
  private static final String AT_START = "{\"seed\":5,\"impair\":[\"udp-out:loss=3\"]}\n";

  private AcuseServer server;
  private HttpPeer http;

  @BeforeEach
  void start() throws Exception {
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    server =
        TestServer.start(
            config -> config.admin(admin).impair(ImpairConfig.of(5, "udp-out:loss=3")));
    http = HttpPeer.of(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFaultsInForceAreShown() throws Exception {
    HttpResponse<String> shown = http.get("/impair");
    assertThat(shown.body()).isEqualTo(AT_START);
    assertThat(shown.headers().firstValue("content-type")).hasValue("application/json");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void othersReplaceThemAllAndOpenSessionsFollow(Protocol protocol) throws Exception {
    try (Peer peer = Peer.of(protocol, server)) {
      exchange(peer, 1);
      assertThat(put("{\"seed\":9,\"impair\":[\"mute=2\",\"tcp-in:delay=1ms+-1ms\"]}").body())
          .isEqualTo(
              "{\"seed\":9,\"impair\":[\"tcp-in:delay=1ms±1ms\",\"tcp-out:mute=2\","
                  + "\"udp-out:mute=2\"]}\n");
      peer.send("m2\n");
      exchange(peer, 3);
      assertThat(delete().body()).isEqualTo("{\"seed\":9,\"impair\":[]}\n");
      exchange(peer, 4);
    }
    String labels =
        "{protocol=\""
            + protocol.name().toLowerCase(java.util.Locale.ROOT)
            + "\",direction=\"out\",fault=\"mute\"}";
    assertThat(http.metric("acuse_impairments_total" + labels)).isEqualTo(1);
    assertThat(http.metric("acuse_held_messages")).isZero();
  }

  @Test
  void withoutASeedOneIsDrawnAndTold() throws Exception {
    assertThat(put("{\"impair\":[]}").body()).matches("\\{\"seed\":\\d+,\"impair\":\\[]}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"seed\":1}",
        "{\"impair\":\"loss=1\"}",
        "{\"impair\":[1]}",
        "{\"impair\":[null]}",
        "{\"impair\":null}",
        "{\"impair\":[],\"impair\":[]}",
        "{\"impair\":[],\"seed\":1.5}",
        "{\"impair\":[],\"seed\":5.0}",
        "{\"impair\":[],\"seed\":\"5\"}",
        "{\"impair\":[],\"seed\":null}",
        "{\"impair\":[],\"seed\":9223372036854775808}",
        "{\"impair\":[],\"sed\":1}",
        "{\"impair\":[]",
        "{\"impair\":[]}}",
        "{\"impair\":[]} {}",
        "{'impair':[]}",
        "{\"impair\":[] /* none */}",
        "{\"impair\":[\"\\x\"]}",
      })
  void aBodyOfAnotherFormIsRefusedAndChangesNothing(String body) throws Exception {
    HttpResponse<String> reply = put(body);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).startsWith("The body is not of the form ");
    assertThat(http.get("/impair").body()).isEqualTo(AT_START);
  }

  @Test
  void faultsThatCannotBeAreRefusedWithTheSentenceOfTheCommandLine() throws Exception {
    HttpResponse<String> reply = put("{\"impair\":[\"loss=1\",\"tcp:duplicate=2\"]}");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body())
        .isEqualTo("duplicate is not for tcp: TCP would drop the copy, for it numbers all bytes\n");
    assertThat(http.get("/impair").body()).isEqualTo(AT_START);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "application/json; charset=utf-8, 200",
    "APPLICATION/JSON, 200",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "application/jsonp, 415",
    "'', 415"
  })
  void onlyJsonIsTaken(String type, int status) throws Exception {
    HttpResponse<String> reply =
        http.send(
            "/impair",
            request ->
                (type.isEmpty() ? request : request.header("Content-Type", type))
                    .PUT(BodyPublishers.ofString("{\"impair\":[]}")));
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(http.get("/impair").body().equals(AT_START)).isEqualTo(status == 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE"})
  void aPageFromElsewhereMayChangeNothing(String method) throws Exception {
    HttpResponse<String> reply =
        http.send(
            "/impair",
            request ->
                request
                    .header("Origin", "http://example.org")
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString("{\"impair\":[]}")));
    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(http.get("/impair").body()).isEqualTo(AT_START);
  }

  private HttpResponse<String> put(String body) throws Exception {
    return http.send(
        "/impair",
        request ->
            request.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete() throws Exception {
    return http.send("/impair", request -> request.DELETE());
  }

  private static void exchange(Peer peer, int number) throws Exception {
    peer.send("m" + number + "\n");
    assertThat(peer.receive()).endsWith(": m" + number + "\n");
  }
}
