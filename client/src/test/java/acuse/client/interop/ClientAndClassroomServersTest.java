package acuse.client.interop;

import static acuse.client.interop.ClientProgram.tcp;
import static acuse.client.interop.ClientProgram.udp;
import static acuse.client.interop.Tool.PYTHON;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Our client among servers that a class wrote: the mirror image of {@link PythonTcpTest}. */
@InteropTest
final class ClientAndClassroomServersTest {
  private static final String RAW = "--framing=raw";

  @Test
  void messagesToAnUnframedTcpServerTakeTurns() {
    try (Classroom server = Classroom.tcpServer()) {
      String port = server.port();
      assertThat(tcp(port, RAW, "hola", "¿qué tal?", "exit", "nada").finish())
          .isEqualTo(
              Finished.saying("Servidor TCP recibió: hola\nServidor TCP recibió: ¿qué tal?\n"));
      assertThat(tcp(port, RAW).send("uno\ndos\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n"));
    }
  }

  @Test
  void linesAreAnsweredAsTheyAreTyped() {
    try (Classroom server = Classroom.tcpServer();
        PeerProcess client = tcp(server.port(), RAW)) {
      client.send("hola\n").awaitOut("^Servidor TCP recibió: hola\n$");
      client.send("adiós\n").awaitOut("\nServidor TCP recibió: adiós\n$");
      assertThat(client.send("exit\n").awaitEnd().status()).isZero();
    }
  }

  @Test
  void aUdpServerAnswersArgumentsAndLines() {
    try (Classroom server = Classroom.udpServer()) {
      String port = server.port();
      assertThat(udp(port, "hola", "¿qué tal?").finish())
          .isEqualTo(
              Finished.saying("Servidor UDP recibió: hola\nServidor UDP recibió: ¿qué tal?\n"));
      assertThat(udp(port, "--window=8").send("1\n2\n10\n1\n").finish())
          .isEqualTo(
              Finished.saying(
                  """
                  Servidor UDP recibió: 1
                  Servidor UDP recibió: 2
                  Servidor UDP recibió: 10
                  Servidor UDP recibió: 1
                  """));
    }
  }

  /** The first copy of each datagram is lost on purpose. */
  @Test
  void aDatagramThatIsLostIsSentAgain() {
    String server =
        """
        import socket
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        print("puerto", server.getsockname()[1])
        seen = set()
        while True:
            data, address = server.recvfrom(1024)
            if data in seen:
                server.sendto(data, address)
            seen.add(data)
        """;
    try (PeerProcess lossy = PYTHON.start("-c", server)) {
      assertThat(udp(port(lossy), "--timeout=300ms", "--retries=5", "uno", "dos").finish())
          .isEqualTo(Finished.saying("uno\ndos\n"));
    }
  }

  @Test
  void aServerThatStaysSilentIsStatus1AndEachMessageIsNamed() {
    String server =
        """
        import socket, time
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        print("puerto", server.getsockname()[1])
        time.sleep(600)
        """;
    try (PeerProcess silent = PYTHON.start("-c", server)) {
      assertThat(udp(port(silent), "--timeout=200ms", "uno", "dos").finish())
          .isEqualTo(
              new Finished(
                  1,
                  "",
                  """
                  client: sin respuesta a tiempo: mensaje 1 «uno»
                  client: sin respuesta a tiempo: mensaje 2 «dos»
                  """));
    }
  }

  @Test
  void aServerThatHangsUpIsStatus4AndTheMessagesAreCounted() {
    String server =
        """
        import socket
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        print("puerto", port)
        connection, address = listener.accept()
        connection.recv(1024)
        connection.sendall(b"uno\\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1024):
            pass
        """;
    try (PeerProcess rude = PYTHON.start("-c", server)) {
      String port = port(rude);
      assertThat(tcp(port, "a", "b", "c").finish())
          .isEqualTo(
              new Finished(
                  4,
                  "uno\n",
                  "client: se cortó la conexión con TCP 127.0.0.1:%s; mensajes sin respuesta: 2\n"
                      .formatted(port)));
    }
  }

  @Test
  void nobodyThereIsStatus3() {
    String port;
    try (Classroom server = Classroom.tcpServer()) {
      port = server.port();
      server.process().signal("KILL");
      server.process().awaitEnd();
    }
    assertThat(tcp(port, "hola").finish())
        .isEqualTo(new Finished(3, "", "client: nadie escucha en TCP 127.0.0.1:" + port + "\n"));
    assertThat(udp(port, "hola").finish())
        .isEqualTo(new Finished(3, "", "client: nadie escucha en UDP 127.0.0.1:" + port + "\n"));
  }

  /** The first number that a server prints. */
  private static String port(PeerProcess server) {
    return server.awaitOut("puerto (\\d+)\n").group(1);
  }
}
