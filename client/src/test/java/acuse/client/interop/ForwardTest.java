package acuse.client.interop;

import static acuse.client.interop.Tool.CURL;
import static acuse.client.interop.Tool.DIG;
import static acuse.client.interop.Tool.HAPROXY;
import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.NC;
import static acuse.client.interop.Tool.NCAT;
import static acuse.client.interop.Tool.OPENSSL;
import static acuse.client.interop.Tool.PYTHON;
import static acuse.client.interop.Tool.SOCAT;
import static acuse.client.interop.Tool.python;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.ClosedPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real server as the cable between programs that know nothing of it. */
@InteropTest
final class ForwardTest {
  /** Reads to the FIN, and answers then: whoever gets the answer half-closed. */
  private static final String COUNTING_TARGET =
      """
      import socket
      listener = socket.create_server(("127.0.0.1", 0))
      print("puerto", listener.getsockname()[1])
      while True:
          connection, address = listener.accept()
          data = b""
          while part := connection.recv(1024):
              data += part
          connection.sendall(f"{len(data)} bytes: {data!r}\\n".encode())
          connection.close()
      """;

  /** Sends and receives 100 MB at once, and prints the digests of both. */
  private static final String EXCHANGE =
      """
      import hashlib, random, threading

      def exchange(s, seed):
          block = bytearray(random.Random(seed).randbytes(1 << 20))
          sent, received = hashlib.sha256(), hashlib.sha256()

          def send():
              for number in range(100):
                  block[:4] = number.to_bytes(4, "big")
                  sent.update(block)
                  s.sendall(block)
              s.shutdown(socket.SHUT_WR)

          sender = threading.Thread(target=send)
          sender.start()
          count = 0
          while data := s.recv(1 << 16):
              received.update(data)
              count += len(data)
          sender.join()
          print("enviado", sent.hexdigest())
          print("recibido", received.hexdigest(), count)
      """;

  @TempDir Path folder;

  @Test
  void aClassroomProgramIsForwardedAsItIs() {
    String peer =
        """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
        for message in ("hola", "¿qué tal?", "adiós"):
            s.sendall(message.encode())
            print(s.recv(1024).decode())
        s.sendall(b"exit")
        print(s.recv(1024))
        """;
    try (Classroom target = Classroom.tcpServer();
        ServerProgram server = start("--forward-tcp=127.0.0.1:" + target.port())) {
      assertThat(python(peer, server.tcpPort()))
          .isEqualTo(
              Finished.saying(
                  """
                  Servidor TCP recibió: hola
                  Servidor TCP recibió: ¿qué tal?
                  Servidor TCP recibió: adiós
                  b''
                  """));
      server.process().awaitOut("Mensaje recibido \\(TCP\\) de 127.0.0.1:\\d+: exit");
      assertThat(ClientProgram.tcp(port(server), "--framing=raw", "uno", "dos").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n"));
    }
  }

  /** The reply to the third is the next that comes, so the one to the second does not come. */
  @ParameterizedTest
  @CsvSource({"--lang=es, dos", "--impair=udp-out:loss=2, tres"})
  void onlyTheSecondReplyIsLostOnPurpose(String option, String next) {
    String peer =
        """
        import socket, sys
        server = ("127.0.0.1", int(sys.argv[1]))
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.settimeout(30)
        s.sendto("uno".encode(), server)
        print(s.recvfrom(1024)[0].decode())
        s.sendto("dos".encode(), server)
        s.sendto("tres".encode(), server)
        print(s.recvfrom(1024)[0].decode())
        """;
    try (Classroom target = Classroom.udpServer();
        ServerProgram server = start("--forward-udp=127.0.0.1:" + target.port(), option)) {
      assertThat(python(peer, server.udpPort()))
          .isEqualTo(
              Finished.saying("Servidor UDP recibió: uno\nServidor UDP recibió: " + next + "\n"));
    }
  }

  @Test
  void theOtherProtocolIsAcknowledgedAsEver() {
    try (Classroom target = Classroom.udpServer();
        ServerProgram server =
            start("--forward-udp=127.0.0.1:" + target.port(), "--reply=propia: {message}")) {
      assertThat(ClientProgram.tcp(port(server), "hola").finish())
          .isEqualTo(Finished.saying("propia: hola\n"));
      assertThat(ClientProgram.udp(String.valueOf(server.udpPort()), "hola").finish())
          .isEqualTo(Finished.saying("Servidor UDP recibió: hola\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc", "ncat", "socat"})
  void aPeerThatHalfClosesGetsTheAnswer(String tool) {
    try (PeerProcess target = PYTHON.start("-c", COUNTING_TARGET);
        ServerProgram server = start("--forward-tcp=127.0.0.1:" + puerto(target))) {
      String port = port(server);
      PeerProcess peer =
          switch (tool) {
            case "nc" -> NC.start("-N", LOOPBACK, port);
            case "ncat" -> NCAT.start(LOOPBACK, port);
            default -> SOCAT.start("-t30", "-", "TCP:" + LOOPBACK + ":" + port);
          };
      assertThat(peer.send("a\r\nb\nexit").finish())
          .isEqualTo(Finished.saying("9 bytes: b'a\\r\\nb\\nexit'\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc", "ncat", "socat"})
  void datagramsGoThereAndBack(String tool) {
    try (Classroom target = Classroom.udpServer();
        ServerProgram server = start("--forward-udp=127.0.0.1:" + target.port())) {
      String port = String.valueOf(server.udpPort());
      try (PeerProcess peer =
          switch (tool) {
            case "nc" -> NC.start("-u", LOOPBACK, port);
            case "ncat" -> NCAT.start("-u", LOOPBACK, port);
            default -> SOCAT.start("-", "UDP:" + LOOPBACK + ":" + port);
          }) {
        peer.send("hola\n").awaitOut("^Servidor UDP recibió: hola\n$");
        peer.send("exit").awaitOut("\nServidor UDP recibió: exit$");
        peer.send("otra vez").awaitOut("Servidor UDP recibió: otra vez$");
      }
    }
  }

  @Test
  void haproxyNamesThePeerAndItsHeaderStaysHere() throws Exception {
    String other = "127.0.0.77";
    try (ClosedPort held = ClosedPort.hold();
        PeerProcess target = PYTHON.start("-c", COUNTING_TARGET);
        ServerProgram server =
            start(
                "--forward-tcp=127.0.0.1:" + puerto(target),
                "--proxy-protocol",
                "--proxy-from=127.0.0.1");
        PeerProcess proxy = startProxy(held.number(), server.tcpPort())) {
      proxy.awaitErr("Loading success");
      String port = String.valueOf(held.number());
      assertThat(NCAT.start("--source", other, LOOPBACK, port).send("hola\n").finish())
          .isEqualTo(Finished.saying("5 bytes: b'hola\\n'\n"));
      server.process().awaitOut("Mensaje recibido \\(TCP\\) de 127.0.0.77:\\d+: hola");
      proxy.signal("TERM"); // which its worker hears, too
      proxy.awaitEnd();
    }
  }

  private PeerProcess startProxy(int port, int serverPort) throws Exception {
    Path configuration = folder.resolve("haproxy.cfg");
    Files.writeString(
        configuration,
        """
        defaults
          mode tcp
          timeout connect 30s
          timeout client 60s
          timeout server 60s
        listen cable
          bind 127.0.0.1:%d
          server acuse 127.0.0.1:%d send-proxy-v2
        """
            .formatted(port, serverPort));
    return HAPROXY.start("-W", "-f", configuration.toString());
  }

  /** The target speaks no TLS. */
  @Test
  void opensslTalksToAPlainTarget() {
    try (Classroom target = Classroom.tcpServer();
        ServerProgram server =
            start("--forward-tcp=127.0.0.1:" + target.port(), "--tls-self-signed");
        PeerProcess openssl =
            OPENSSL.start("s_client", "-quiet", "-connect", LOOPBACK + ":" + server.tcpPort())) {
      openssl.send("hola\n").awaitOut("^Servidor TCP recibió: hola\n$");
      openssl.send("adiós\n").awaitOut("\nServidor TCP recibió: adiós\n$");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--quiet", "--impair=tcp:delay=1ms,slice=5000,slice-gap=1ms"})
  void curlFetchesFromPython(String option) throws Exception {
    byte[] page = new byte[200_000];
    new Random(1).nextBytes(page);
    Files.write(folder.resolve("page.bin"), page);
    Path fetched = folder.resolve("fetched.bin");
    try (PeerProcess target =
            PYTHON.start(
                "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.toString());
        ServerProgram server =
            start("--forward-tcp=localhost:" + target.awaitOut("port (\\d+)").group(1), option)) {
      String url = "http://127.0.0.1:" + server.tcpPort() + "/";
      assertThat(CURL.start("-sS", "-o", fetched.toString(), url + "page.bin").finish())
          .isEqualTo(Finished.saying(""));
      assertThat(fetched).hasBinaryContent(page);
      assertThat(
              CURL.start("-sS", "-o", "-", "-w", "%{http_code}", "-I", url + "no").finish().out())
          .endsWith("404");
    }
  }

  @Test
  void digAsksAServerOfDns() {
    String target =
        """
        import socket
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        print("puerto", server.getsockname()[1])
        while True:
            query, address = server.recvfrom(512)
            end = query.index(b"\\0", 12) + 5
            header = query[:2] + b"\\x84\\x00" + b"\\0\\1" * 2 + b"\\0\\0" * 2
            record = b"\\xc0\\x0c" + b"\\0\\1" * 2 + (60).to_bytes(4, "big") + b"\\0\\4"
            server.sendto(header + query[12:end] + record + bytes((192, 0, 2, 7)), address)
        """;
    try (PeerProcess dns = PYTHON.start("-c", target);
        ServerProgram server = start("--forward-udp=127.0.0.1:" + puerto(dns))) {
      assertThat(
              DIG.start(
                      "@127.0.0.1",
                      "-p",
                      String.valueOf(server.udpPort()),
                      "+short",
                      "+noedns",
                      "acuse.example",
                      "A")
                  .finish())
          .isEqualTo(Finished.saying("192.0.2.7\n"));
    }
  }

  /** What it held at once would not fit into the memory that it has. */
  @Test
  void a100MegabytesEachWayAtOnceArriveWhole() {
    String target =
        """
        import socket
        listener = socket.create_server(("127.0.0.1", 0))
        print("puerto", listener.getsockname()[1])
        connection, address = listener.accept()
        exchange(connection, 1)
        connection.close()
        """;
    String peer =
        """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=120)
        exchange(s, 2)
        """;
    try (PeerProcess far = PYTHON.start("-c", EXCHANGE + target);
        ServerProgram server =
            ServerProgram.startOnJvm(
                List.of("-Xmx40m"),
                "--tcp-port=0",
                "--udp-port=0",
                "--quiet",
                "--forward-tcp=127.0.0.1:" + puerto(far))) {
      PeerProcess near = PYTHON.start("-c", EXCHANGE + peer, port(server));
      String ours = near.awaitOut("recibido \\w+ 104857600\n").group() + near.finish().out();
      String theirs = far.awaitOut("recibido \\w+ 104857600\n").group() + far.finish().out();
      assertThat(digest(ours, "enviado")).isEqualTo(digest(theirs, "recibido"));
      assertThat(digest(ours, "recibido")).isEqualTo(digest(theirs, "enviado"));
      server.process().signal("TERM");
      Finished end = server.process().awaitEnd();
      assertThat(end.status()).isZero();
      assertThat(end.err()).isEmpty();
      assertThat(end.out()).as("limits that acted").doesNotContain("Sin atender");
    }
  }

  private static String digest(String output, String what) {
    int start = output.indexOf(what + " ") + what.length() + 1;
    return output.substring(start, start + 64);
  }

  @Test
  void aTargetThatIsNotThereIsAResetAndOneLine() throws Exception {
    String peer =
        """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
        try:
            print(s.recv(1024))
        except ConnectionResetError:
            print("reset")
        """;
    try (ClosedPort nobody = ClosedPort.hold();
        ServerProgram server = start("--forward-tcp=127.0.0.1:" + nobody.number())) {
      assertThat(python(peer, server.tcpPort())).isEqualTo(Finished.saying("reset\n"));
      server.process().awaitOut("Cliente TCP desconectado: .*\n");
      server.process().signal("TERM");
      Finished end = server.process().awaitEnd();
      assertThat(end.status()).isZero();
      assertThat(end.err()).isEmpty();
      assertThat(end.out().lines().filter(line -> line.contains("rechaza la conexión")))
          .hasSize(1)
          .allMatch(line -> line.startsWith("El destino TCP 127.0.0.1:" + nobody.number()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:", "localhost:0", "localhost:65536", "[::1]"})
  void aTargetWithoutAPortIsWrongUsage(String target) {
    for (String option : List.of("--forward-tcp", "--forward-udp")) {
      assertThat(fail(option + "=" + target))
          .isEqualTo(
              new Finished(
                  2,
                  "",
                  "server: "
                      + option
                      + " no puede ser «"
                      + target
                      + "»: le falta un puerto de 1 a 65535 tras el host: HOST:PUERTO\n"
                      + "Prueba «server --help».\n"));
    }
  }

  /** Where another program was quicker to take the port, that is 1, and another port is taken. */
  @ParameterizedTest
  @CsvSource({
    "tcp, 127.0.0.1, 127.0.0.1",
    "udp, 127.0.0.1, localhost",
    "tcp, 127.0.0.1, 0.0.0.0",
    "udp, 0.0.0.0, 127.9.9.9",
    "tcp, 0.0.0.0, 127.0.0.1",
    "udp, ::, 127.0.0.1",
    "tcp, ::, [::1]",
    "udp, ::1, [::1]",
    "tcp, ::1, [::]",
  })
  void theServerItselfIsNoTarget(String protocol, String host, String target) throws Exception {
    Finished end;
    String own;
    do {
      try (ClosedPort free = ClosedPort.hold()) {
        own = target + ":" + free.number();
      }
      end =
          fail(
              "--host=" + host,
              "--only=" + protocol,
              "--" + protocol + "-port=" + own.substring(own.lastIndexOf(':') + 1),
              "--forward-" + protocol + "=" + own);
    } while (end.err().contains("en uso"));
    assertThat(end.status()).isEqualTo(2);
    assertThat(end.err().lines()).hasSize(1);
    assertThat(end.err())
        .startsWith("server: --forward-" + protocol + " " + own + " lleva a este mismo servidor");
  }

  /** A name like this is asked of no server of DNS. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aNameThatDoesNotResolveIs1(String protocol) {
    assertThat(fail("--tcp-port=0", "--udp-port=0", "--forward-" + protocol + "=a..b:80"))
        .isEqualTo(
            new Finished(
                1,
                "",
                "server: no se conoce el destino a..b:80 de --forward-"
                    + protocol
                    + ": su nombre no tiene dirección\n"));
  }

  private static Finished fail(String... arguments) {
    return ServerProgram.failOnJvm(List.of(), arguments);
  }

  private static ServerProgram start(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--tcp-port=0", "--udp-port=0"));
    words.addAll(List.of(arguments));
    return ServerProgram.start(words.toArray(new String[0]));
  }

  private static String port(ServerProgram server) {
    return String.valueOf(server.tcpPort());
  }

  private static String puerto(PeerProcess target) {
    return target.awaitOut("puerto (\\d+)\n").group(1);
  }
}
