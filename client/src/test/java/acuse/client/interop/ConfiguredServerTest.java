package acuse.client.interop;

import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.NC;
import static acuse.client.interop.Tool.SOCAT;
import static acuse.client.interop.Tool.python;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.config.ServerConfig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that has been told what to do, and peers that have not. */
@InteropTest
final class ConfiguredServerTest {
  @Nested
  final class FramedByLines {
    @RegisterExtension
    final RunningServer server = RunningServer.with(ServerConfig.builder().framing(Framing.LINE));

    @Test
    void silenceEndsNoMessage() {
      String peer =
          """
          import socket, sys, time
          s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
          s.sendall(b"ho")
          time.sleep(0.4)
          s.sendall(b"la\\n")
          print(repr(s.recv(1024).decode()))
          """;
      assertThat(python(peer, server.tcpPort()))
          .isEqualTo(Finished.saying("'Servidor TCP recibió: hola\\n'\n"));
    }
  }

  @Nested
  final class WithoutFraming {
    @RegisterExtension
    final RunningServer server = RunningServer.with(ServerConfig.builder().framing(Framing.RAW));

    @Test
    void eachTurnIsAMessageWhateverIsInIt() {
      try (PeerProcess nc = NC.start(LOOPBACK, server.tcpPort())) {
        nc.send("uno\ndos\n").awaitOut("^Servidor TCP recibió: uno\ndos\n$");
        nc.send("tres").awaitOut("\ndos\nServidor TCP recibió: tres$");
      }
    }

    @Test
    void aSingleByteIsAnsweredAtOnce() {
      String peer =
          """
          import socket, sys, time
          s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
          for byte in (b"a", b"b", b"\\x00"):
              s.sendall(byte)
              print(repr(s.recv(1024).decode()))
          """;
      assertThat(python(peer, server.tcpPort()))
          .isEqualTo(
              Finished.saying(
                  """
                  'Servidor TCP recibió: a'
                  'Servidor TCP recibió: b'
                  'Servidor TCP recibió: \\x00'
                  """));
    }
  }

  @Nested
  final class FramedByLength {
    @RegisterExtension
    final RunningServer server = RunningServer.with(ServerConfig.builder().framing(Framing.LENGTH));

    @Test
    void messagesOfAnyBytesComeBackBehindTheirLength() {
      String peer =
          """
          import socket, struct, sys
          s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
          f = s.makefile("rb")
          for message in (b"hola", b"", b"dos\\nlineas", bytes(range(256)), b"x" * 65536):
              s.sendall(struct.pack(">I", len(message)) + message)
              length, = struct.unpack(">I", f.read(4))
              reply = f.read(length)
              assert reply == "Servidor TCP recibió: ".encode() + message, reply
          s.sendall(struct.pack(">I", 4) + b"exit" + struct.pack(">I", 4) + b"nada")
          print(f.read())
          """;
      assertThat(python(peer, server.tcpPort())).isEqualTo(Finished.saying("b''\n"));
    }

    @Test
    void aHugeLengthIsRefusedWhenItsBytesHavePassedAndTheSessionGoesOn() {
      String peer =
          """
          import socket, struct, sys
          s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
          s.sendall(struct.pack(">I", 10_000_000) + b"x" * 10_000_000)
          s.sendall(struct.pack(">I", 4) + b"hola")
          s.shutdown(socket.SHUT_WR)
          f = s.makefile("rb")
          while head := f.read(4):
              print(f.read(struct.unpack(">I", head)[0]).decode())
          """;
      assertThat(python(peer, server.tcpPort()))
          .isEqualTo(
              Finished.saying(
                  """
                  Servidor TCP rechazó: el mensaje supera 65536 bytes
                  Servidor TCP recibió: hola
                  """));
    }
  }

  @Nested
  final class AsAPlainEcho {
    @RegisterExtension
    final RunningServer server =
        RunningServer.with(ServerConfig.builder().reply(ReplyTemplate.parse("{message}")));

    @Test
    void whatGoesInComesOut() {
      String text = "uno\r\n\ndos\n\u00a0\ntres";
      assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).send(text).finish())
          .isEqualTo(Finished.saying(text));
    }

    @Test
    void theSameOverUdp() {
      try (PeerProcess socat = SOCAT.start("-", "UDP:" + LOOPBACK + ":" + server.udpPort())) {
        socat.send("hola").awaitOut("^hola$");
      }
    }

    @Test
    void anEmptyDatagramComesBackEmpty() {
      String peer =
          """
          import socket, sys
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          s.settimeout(30)
          s.sendto(b"", ("127.0.0.1", int(sys.argv[1])))
          print(s.recv(1024))
          """;
      assertThat(python(peer, server.udpPort())).isEqualTo(Finished.saying("b''\n"));
    }
  }

  @Nested
  final class WithoutAnExitWord {
    @RegisterExtension
    final RunningServer server = RunningServer.with(ServerConfig.builder().exitWord(ExitWord.NONE));

    @Test
    void exitIsAMessageLikeAnyOther() {
      assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).send("exit\na\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: exit\nServidor TCP recibió: a\n"));
    }
  }
}
