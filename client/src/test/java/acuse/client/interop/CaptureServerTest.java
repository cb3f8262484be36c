package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code server --pcap} writes, as Wireshark's programs read it. */
@InteropTest
@Timeout(120)
final class CaptureServerTest {
  private static final String TALK =
      """
      import socket, sys
      tcp = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
      for size in (1, 1000, 60000):
          tcp.sendall(b'x' * size + b'\\n')
          received = b''
          while not received.endswith(b'\\n'):
              received += tcp.recv(65536)
      tcp.shutdown(socket.SHUT_WR)
      assert tcp.recv(1) == b''
      udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      udp.settimeout(20)
      for size in (0, 1, 20000):
          udp.sendto(b'y' * size, ('127.0.0.1', int(sys.argv[2])))
          udp.recv(65536)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCleanTalkIsCleanAndIsFoundByItsPorts(boolean forwarded) {
    Path file = folder.resolve("talk.pcapng");
    List<String> arguments =
        new ArrayList<>(List.of("--tcp-port=0", "--udp-port=0", "--pcap=" + file));
    try (ServerProgram target = ServerProgram.start("--tcp-port=0", "--udp-port=0")) {
      if (forwarded) {
        arguments.add("--forward-tcp=127.0.0.1:" + target.tcpPort());
        arguments.add("--forward-udp=127.0.0.1:" + target.udpPort());
      }
      int tcpPort;
      int udpPort;
      try (ServerProgram server = ServerProgram.start(arguments.toArray(String[]::new))) {
        tcpPort = server.tcpPort();
        udpPort = server.udpPort();
        assertThat(Tool.python(TALK, tcpPort, udpPort)).isEqualTo(Finished.saying(""));
        server.process().signal("TERM");
        assertThat(server.process().awaitEnd().status()).isZero();
      }
      assertThat(Tshark.fields(file, Tshark.COMPLAINTS, "frame.number", "_ws.expert.message"))
          .isEmpty();
      assertThat(Tshark.fields(file, "udp.port == " + udpPort, "frame.comment"))
          .containsExactly("message 1", "reply 1", "message 2", "reply 2", "message 3", "reply 3");
      assertThat(Tshark.fields(file, "tcp.port == " + tcpPort, "frame.comment"))
          .startsWith("drawn", "drawn", "drawn", "read 1: message 1", "write 1: reply 1")
          .endsWith("FIN by the peer", "FIN by the server");
      assertThat(Tshark.fields(file, "tcp.port == " + target.tcpPort(), "frame.number").isEmpty())
          .isEqualTo(!forwarded);
      String stream = Tshark.read(file, "-q", "-z", "follow,tcp,ascii,0").out();
      assertThat(stream.chars().filter(c -> c == 'x')).hasSize(2 * (1 + 1000 + 60_000));
    }
  }

  /** As the kernel, or somebody in a hurry, ends a program. */
  @Test
  void afterAKillTheFileCanBeReadUpToThere() {
    Path file = folder.resolve("talk.pcapng");
    try (ServerProgram server =
        ServerProgram.start("--tcp-port=0", "--udp-port=0", "--pcap=" + file)) {
      assertThat(Tool.python(TALK, server.tcpPort(), server.udpPort()))
          .isEqualTo(Finished.saying(""));
      while (Tshark.fields(file, "frame.comment == \"reply 3\"", "frame.number").isEmpty()) {
        Thread.onSpinWait(); // it is written ten times per second
      }
      server.process().signal("KILL");
      server.process().awaitEnd();
    }
    Finished read = Tshark.read(file);
    assertThat(read.status()).isZero();
    assertThat(Tshark.fields(file, Tshark.COMPLAINTS, "frame.number")).isEmpty();
  }

  @Test
  void tsharkSeesATalkLiveThroughAPipe() {
    List<String> words = new ArrayList<>(List.of("sh", "-c"));
    words.add("\"$@\" | tshark -l -r - -T fields -e frame.comment");
    words.add("sh");
    words.addAll(ServerProgram.command("--tcp-port=0", "--udp-port=0", "--pcap=-"));
    try (PeerProcess pipeline = PeerProcess.start(Path.of("."), words)) {
      int tcpPort = Integer.parseInt(pipeline.awaitErr("Servidor TCP .*:(\\d+)\n").group(1));
      int udpPort = Integer.parseInt(pipeline.awaitErr("Servidor UDP .*:(\\d+)\n").group(1));
      assertThat(Tool.python(TALK, tcpPort, udpPort)).isEqualTo(Finished.saying(""));
      pipeline.awaitOut("read 1: message 1\n(?s:.*)reply 3\n");
    }
  }
}
