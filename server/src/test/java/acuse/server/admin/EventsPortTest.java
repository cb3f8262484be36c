package acuse.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.impair.ImpairConfig;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the admin port shows of sessions, while they are open and afterwards. */
class EventsPortTest {
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void sessionsAreTheOpenOnesAndThenTheEndedOnes(Protocol protocol) throws Exception {
    try (AcuseServer server = start(config -> config)) {
      HttpPeer http = HttpPeer.of(server);
      try (Peer peer = Peer.of(protocol, server)) {
        peer.send("uno\n");
        peer.receive();
        String open = http.get("/sessions").body();
        assertThat(open)
            .startsWith("{\"open_count\":1,\n\"open\":[{\"schema\":\"acuse.session/1\"");
        assertThat(open).contains("\"messages_in\":1,").endsWith("\"ended\":[]}\n");
        peer.send("exit\n");
      }
      until(() -> http.get("/sessions").body().startsWith("{\"open_count\":0,\n\"open\":[]"));
      assertThat(http.get("/sessions").body()).contains("\"reason\":\"exit\"");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void eventsTellOfSessionsMessagesAndFaults(Protocol protocol) throws Exception {
    String path = protocol == Protocol.TCP ? "tcp-out" : "udp-out";
    try (AcuseServer server =
            start(config -> config.impair(ImpairConfig.of(1, path + ":delay=1ms")));
        Reader reader = new Reader(server, "");
        Peer peer = Peer.of(protocol, server)) {
      peer.send("hola \u001b\n");
      peer.receive();
      assertThat(reader.next("began")).contains("\"peer\":\"127.0.0.1:" + peer.localPort() + "\"");
      assertThat(reader.next("message")).contains("\"bytes\":6,\"text\":\"hola \\u001b\"");
      assertThat(reader.next("fault"))
          .contains("\"path\":\"" + path + "\",\"fault\":\"delay\",\"number\":1");
      peer.send("exit\n");
      if (protocol == Protocol.TCP) {
        ((Peer.TcpPeer) peer).finish();
      }
      assertThat(reader.next("ended"))
          .startsWith("{\"schema\":\"acuse.session/1\"")
          .contains("\"reason\":\"exit\"");
    }
  }

  @Test
  void oneWhoComesBackGetsWhatHasHappenedMeanwhile() throws Exception {
    try (AcuseServer server = start(config -> config)) {
      Reader first = new Reader(server, "");
      try (Peer peer = Peer.of(Protocol.TCP, server)) {
        peer.send("uno\n");
        first.next("message");
        first.close();
        try (Reader other = new Reader(server, "")) {
          peer.send("dos\n");
          assertThat(other.next("message")).contains("dos");
        }
        try (Reader back = new Reader(server, "Last-Event-ID: " + first.lastId + "\r\n")) {
          assertThat(back.next("message")).contains("dos");
          assertThat(back.lastId).isEqualTo(first.lastId + 1);
        }
      }
    }
  }

  @Test
  void contentsCanBeHidden() throws Exception {
    AdminConfig hiding =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN, true);
    try (AcuseServer server = TestServer.start(config -> config.admin(hiding));
        Reader reader = new Reader(server, "");
        Peer peer = Peer.of(Protocol.UDP, server)) {
      peer.send("secreto");
      assertThat(reader.next("message")).endsWith("\"bytes\":7}");
    }
  }

  @Test
  void readersAreLimitedAndLeaveRoomForOthers() throws Exception {
    List<Reader> readers = new ArrayList<>();
    try (AcuseServer server = start(config -> config)) {
      for (int i = 0; i < EventReaders.MAX_READERS; i++) {
        readers.add(new Reader(server, ""));
      }
      HttpPeer http = HttpPeer.of(server);
      assertThat(http.exchange("GET /events HTTP/1.0\r\n\r\n"))
          .startsWith("HTTP/1.1 503 ")
          .endsWith("64 readers are there already.\n");
      assertThat(http.get("/livez").statusCode()).isEqualTo(200);
      readers.remove(0).close();
      until(
          () -> {
            try (Socket socket = http.connect()) {
              socket.getOutputStream().write("GET /events HTTP/1.0\r\n\r\n".getBytes(UTF_8));
              byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
              return new String(status, UTF_8).equals("HTTP/1.1 200");
            }
          });
    } finally {
      for (Reader reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void headHasNoEvents() throws Exception {
    try (AcuseServer server = start(config -> config)) {
      assertThat(HttpPeer.of(server).exchange("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .contains("content-type: text/event-stream")
          .endsWith("\r\n\r\n");
    }
  }

  private static AcuseServer start(UnaryOperator<ServerConfigBuilder> changes) throws Exception {
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    return TestServer.start(config -> changes.apply(config.admin(admin)));
  }

  /** Asks again and again; the port spreads requests in time, and the test has its limit. */
  private static void until(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.onSpinWait();
    }
  }

  /** Reads in HTTP/1.0, where a stream has no chunks. */
  private static final class Reader implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;
    private long lastId;

    /** Returns when its place is sure. */
    Reader(AcuseServer server, String headers) throws IOException {
      socket = HttpPeer.of(server).connect();
      socket
          .getOutputStream()
          .write(("GET /events HTTP/1.0\r\n" + headers + "\r\n").getBytes(UTF_8));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      String line = lines.readLine();
      while (!line.equals(":")) {
        line = lines.readLine();
      }
    }

    /** The data of the next event of this kind; others before it are passed over. */
    String next(String event) throws IOException {
      String line = lines.readLine();
      while (!line.equals("event: " + event)) {
        if (line.startsWith("id: ")) {
          lastId = Long.parseLong(line.substring("id: ".length()));
        }
        line = lines.readLine();
      }
      String data = lines.readLine();
      assertThat(data).startsWith("data: ");
      return data.substring("data: ".length());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
