package acuse.server.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.ServerMain;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import acuse.server.testing.UdpTarget;
import java.io.BufferedReader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A program that forwards, and may open fewer files than it has peers. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ForwardOpenFilesTest {
  private static final int FILES = 100;

  @Test
  void peersThatHaveASocketNoticeNothingAndTheOthersAreCounted() throws Exception {
    try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes)) {
      Process program = start(target.address());
      List<Peer> late = new ArrayList<>();
      try (BufferedReader out = program.inputReader(UTF_8)) {
        String line = out.readLine();
        int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
        try (Peer first = Peer.udp(server)) {
          assertAnswers(first, "before");
          for (int i = 0; i < FILES; i++) {
            late.add(Peer.udp(server));
            late.get(i).send("too many");
            assertAnswers(first, "meanwhile " + i);
          }
          do {
            line = out.readLine();
          } while (line != null && !line.startsWith("Not served: "));
          assertThat(line).contains("datagrams of peers for whom the system gave no socket");
          assertAnswers(first, "after");
        }
        program.toHandle().destroy();
        assertThat(program.waitFor()).isZero();
        assertThat(program.errorReader(UTF_8).lines()).isEmpty();
      } finally {
        program.toHandle().destroyForcibly();
        for (Peer peer : late) {
          peer.close();
        }
      }
    }
  }

  private static void assertAnswers(Peer peer, String message) throws Exception {
    peer.send(message);
    assertThat(peer.receive()).isEqualTo(message);
  }

  private static Process start(InetSocketAddress target) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + FILES + "; exec \"$@\"", "sh"));
    command.addAll(
        JavaProgram.command(
            List.of(),
            ServerMain.class,
            "--only=udp",
            "--udp-port=0",
            "--quiet",
            "--lang=en",
            "--forward-udp=127.0.0.1:" + target.getPort()));
    return new ProcessBuilder(command).start();
  }
}
