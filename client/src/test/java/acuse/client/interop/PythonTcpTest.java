package acuse.client.interop;

import static acuse.client.interop.Tool.python;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs of a first lesson on sockets: no line ends, and turns are taken. */
@InteropTest
final class PythonTcpTest {
  /** Connects as {@code s}. */
  private static final String CONNECT =
      """
      import socket, sys
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
      s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

      def read_all():
          received = b""
          while chunk := s.recv(65536):
              received += chunk
          return received.decode()

      """;

  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  @Test
  void aPeerWithoutLineEndsIsAnsweredWithoutLineEnds() {
    String peer =
        """
        for message in ("hola", "¿qué tal?", "adiós"):
            s.sendall(message.encode())
            print(repr(s.recv(1024).decode()))
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(
            Finished.saying(
                """
                'Servidor TCP recibió: hola'
                'Servidor TCP recibió: ¿qué tal?'
                'Servidor TCP recibió: adiós'
                """));
  }

  /** All are connected before the first speaks, and each has three turns. */
  @Test
  void sixtySuchPeersAreServedAtOnce() {
    String peers =
        """
        import socket, sys, threading
        everyone = threading.Barrier(60)
        failures = []

        def talk(number):
            try:
                with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30) as s:
                    everyone.wait(30)
                    for turn in range(3):
                        message = f"alumno {number}, turno {turn}"
                        s.sendall(message.encode())
                        reply = s.recv(1024).decode()
                        if reply != "Servidor TCP recibió: " + message:
                            failures.append((message, reply))
            except Exception as e:
                failures.append((number, e))

        threads = [threading.Thread(target=talk, args=(n,)) for n in range(60)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(failures)
        """;
    assertThat(python(peers, server.tcpPort())).isEqualTo(Finished.saying("[]\n"));
  }

  @Test
  void peersWithAndWithoutLineEndsShareOneServer() {
    String peers =
        """
        lines = socket.create_connection(s.getpeername(), timeout=30)
        s.sendall(b"sin")
        lines.sendall(b"con\\n")
        print(repr(lines.recv(1024).decode()), repr(s.recv(1024).decode()))
        """;
    assertThat(python(CONNECT + peers, server.tcpPort()))
        .isEqualTo(Finished.saying("'Servidor TCP recibió: con\\n' 'Servidor TCP recibió: sin'\n"));
  }

  /** The pauses between bytes stay far below the silence that ends a message without an LF. */
  @Test
  void aLineSentByteByByteIsOneMessage() {
    String peer =
        """
        for byte in "línea\\n".encode():
            s.send(bytes([byte]))
        s.shutdown(socket.SHUT_WR)
        print(repr(read_all()))
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(Finished.saying("'Servidor TCP recibió: línea\\n'\n"));
  }

  /** Once a line has come, silence means nothing any more, however long it is. */
  @Test
  void aLineSplitInsideACharacterIsOneMessage() {
    String peer =
        """
        import time
        s.sendall("uno\\n".encode())
        s.recv(1024)
        line = "recibí ñandú\\n".encode()
        middle = line.index("ñ".encode()) + 1
        s.sendall(line[:middle])
        time.sleep(0.4)
        s.sendall(line[middle:])
        s.shutdown(socket.SHUT_WR)
        print(repr(read_all()))
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(Finished.saying("'Servidor TCP recibió: recibí ñandú\\n'\n"));
  }

  @Test
  void bytesThatAreNoTextComeBackAsTheyAre() {
    String peer =
        """
        message = bytes(b for b in range(256) if b != 10) + b"\\n"
        s.sendall(message)
        s.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := s.recv(1024):
            received += chunk
        print(received == "Servidor TCP recibió: ".encode() + message)
        """;
    assertThat(python(CONNECT + peer, server.tcpPort())).isEqualTo(Finished.saying("True\n"));
  }

  @Test
  void exitIsFollowedByTheEndOfTheStream() {
    String peer =
        """
        s.sendall(b"uno\\ndos\\nexit\\ntres\\n")
        print(read_all(), end="")
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(Finished.saying("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n"));
  }

  @Test
  void exitWithoutALineEndIsFollowedByTheEndOfTheStream() {
    String peer =
        """
        s.sendall(b"hola")
        print(s.recv(1024).decode())
        s.sendall(b" Exit ")
        print(s.recv(1024))
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(Finished.saying("Servidor TCP recibió: hola\nb''\n"));
  }

  /** Closing at once would reset the connection, and the reset would throw the reply away. */
  @Test
  void aPeerThatTalksOnAfterExitStillGetsItsReplyAndTheEndOfTheStream() {
    String peer =
        """
        s.sendall(b"uno\\nexit\\n")
        for _ in range(500):
            s.sendall(b"nobody hears this\\n" * 100)
        print(read_all(), end="")
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(Finished.saying("Servidor TCP recibió: uno\n"));
  }

  @Test
  void exitEndsNoOtherSession() {
    String peers =
        """
        other = socket.create_connection(s.getpeername(), timeout=30)
        other.sendall(b"uno\\n")
        other.recv(1024)
        s.sendall(b"exit\\n")
        print(repr(read_all()))
        other.sendall(b"dos\\n")
        print(repr(other.recv(1024).decode()))
        """;
    assertThat(python(CONNECT + peers, server.tcpPort()))
        .isEqualTo(Finished.saying("''\n'Servidor TCP recibió: dos\\n'\n"));
  }

  /** A peer may send everything first and read afterwards, as long as it fits into the buffers. */
  @Test
  void aPeerThatReadsOnlyAtTheEndLosesNothing() {
    String peer =
        """
        for number in range(2000):
            s.sendall(f"{number}\\n".encode())
        s.shutdown(socket.SHUT_WR)
        print(read_all(), end="")
        """;
    String replies =
        IntStream.range(0, 2000)
            .mapToObj(number -> "Servidor TCP recibió: " + number + "\n")
            .collect(Collectors.joining());
    assertThat(python(CONNECT + peer, server.tcpPort())).isEqualTo(Finished.saying(replies));
  }

  @Test
  void aMessageThatIsTooLongIsRefusedAndTheSessionGoesOn() {
    String peer =
        """
        s.sendall(b"x" * 65536 + b"\\n" + b"x" * 65537 + b"\\nhola\\n")
        s.shutdown(socket.SHUT_WR)
        longest, *rest = read_all().splitlines()
        print(len(longest.encode()), *rest, sep="\\n")
        """;
    assertThat(python(CONNECT + peer, server.tcpPort()))
        .isEqualTo(
            Finished.saying(
                """
                %d
                Servidor TCP rechazó: el mensaje supera 65536 bytes
                Servidor TCP recibió: hola
                """
                    .formatted("Servidor TCP recibió: ".length() + 1 + 65_536)));
  }

  @Test
  void aPeerThatResetsItsConnectionDisturbsNobody() {
    String peers =
        """
        import struct
        rude = socket.create_connection(s.getpeername(), timeout=30)
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        rude.sendall(b"hola\\n" * 1000)
        rude.close()
        s.sendall(b"sigo\\n")
        print(repr(s.recv(1024).decode()))
        """;
    assertThat(python(CONNECT + peers, server.tcpPort()))
        .isEqualTo(Finished.saying("'Servidor TCP recibió: sigo\\n'\n"));
  }
}
