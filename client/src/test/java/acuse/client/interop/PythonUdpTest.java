package acuse.client.interop;

import static acuse.client.interop.Tool.python;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A class's UDP client: sendto, and then a recvfrom that waits for as long as it takes. */
@InteropTest
final class PythonUdpTest {
  /** Has {@code ask(bytes)}, which returns the reply. */
  private static final String PEER =
      """
      import socket, sys
      server = ("127.0.0.1", int(sys.argv[1]))
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.settimeout(30)

      def ask(message):
          s.sendto(message, server)
          reply, sender = s.recvfrom(65535)
          assert sender == server, sender
          return reply

      """;

  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  @Test
  void eachDatagramIsAnsweredAndEndsAsItCame() {
    String peer =
        """
        for message in (b"hola", b"hola\\n", b"hola\\r\\n", b"dos\\nlineas"):
            print(repr(ask(message).decode()))
        """;
    assertThat(python(PEER + peer, server.udpPort()))
        .isEqualTo(
            Finished.saying(
                """
                'Servidor UDP recibió: hola'
                'Servidor UDP recibió: hola\\n'
                'Servidor UDP recibió: hola\\r\\n'
                'Servidor UDP recibió: dos\\nlineas'
                """));
  }

  @Test
  void anEmptyDatagramIsAnswered() {
    assertThat(python(PEER + "print(repr(ask(b'').decode()))", server.udpPort()))
        .isEqualTo(Finished.saying("'Servidor UDP recibió: '\n"));
  }

  @Test
  void aFarewellIsAnsweredAndTheNextDatagramToo() {
    String peer =
        """
        print(ask(b"exit").decode())
        print(ask(b"hola de nuevo").decode())
        """;
    assertThat(python(PEER + peer, server.udpPort()))
        .isEqualTo(
            Finished.saying("Servidor UDP recibió: exit\nServidor UDP recibió: hola de nuevo\n"));
  }

  /** 65,507 bytes less those of the words around the message. */
  @Test
  void theLongestMessageIsTheOneWhoseReplyStillFits() {
    String peer =
        """
        longest = 65507 - len("Servidor UDP recibió: ".encode())
        print(len(ask(b"x" * longest)))
        print(ask(b"x" * (longest + 1)).decode())
        print(ask(b"x" * 65507).decode())
        """;
    assertThat(python(PEER + peer, server.udpPort()))
        .isEqualTo(
            Finished.saying(
                """
                65507
                Servidor UDP rechazó: el mensaje supera 65484 bytes
                Servidor UDP rechazó: el mensaje supera 65484 bytes
                """));
  }

  @Test
  void sixtyPeersAreServedAtOnce() {
    String peers =
        """
        peers = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(60)]
        for number, peer in enumerate(peers):
            peer.settimeout(30)
            peer.sendto(f"alumno {number}".encode(), server)
        for number, peer in enumerate(peers):
            reply = peer.recv(1024).decode()
            assert reply == f"Servidor UDP recibió: alumno {number}", reply
        print("todos")
        """;
    assertThat(python(PEER + peers, server.udpPort())).isEqualTo(Finished.saying("todos\n"));
  }

  @Test
  void aPeerThatGoesWithoutWaitingDisturbsNobody() {
    String peers =
        """
        for _ in range(20):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as rude:
                rude.sendto(b"hola", server)
        print(ask(b"sigo").decode())
        """;
    assertThat(python(PEER + peers, server.udpPort()))
        .isEqualTo(Finished.saying("Servidor UDP recibió: sigo\n"));
  }
}
