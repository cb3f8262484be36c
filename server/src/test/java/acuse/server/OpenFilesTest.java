package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.testing.FilesHeld;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With few descriptors a server serves, or it is one line. */
@EnabledOnOs(OS.LINUX)
class OpenFilesTest {
  @ParameterizedTest
  @ValueSource(ints = {20, 22, 24, 26, 28, 30, 32, 35, 38, 42, 46, 50, 55, 60, 70, 80})
  void theProgramServesOrSaysInOneLineThatItCannot(int limit) throws Exception {
    Process program = start(limit, ServerMain.class, "--tcp-port", "0", "--udp-port", "0");
    try (BufferedReader out = program.inputReader(UTF_8)) {
      String tcp = out.readLine();
      if (tcp == null) {
        assertThat(program.errorReader(UTF_8).lines()).hasSize(1);
        assertThat(program.waitFor()).isEqualTo(1);
      } else {
        assertServes(tcp, out.readLine());
        program.toHandle().destroy();
        assertThat(program.waitFor()).isZero();
        assertThat(program.errorReader(UTF_8).lines()).isEmpty();
      }
    } finally {
      program.toHandle().destroyForcibly();
    }
  }

  /** Or the test above would be content with a program that never serves. */
  @Test
  void aHundredAreEnough() throws Exception {
    Process program = start(100, ServerMain.class, "--tcp-port", "0", "--udp-port", "0");
    try (BufferedReader out = program.inputReader(UTF_8)) {
      assertServes(out.readLine(), out.readLine());
    } finally {
      program.toHandle().destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::"})
  void aServerInAProgramStartsOrThrowsAndLeaksNothing(String host) throws Exception {
    Process program = start(200, FilesHeld.class, host);
    try (BufferedReader out = program.inputReader(UTF_8)) {
      List<String> lines = out.lines().toList();
      assertThat(program.errorReader(UTF_8).lines()).isEmpty();
      assertThat(program.waitFor()).isZero();
      assertThat(lines).hasSize(42);
      // On a wildcard it depends on how many addresses this machine has.
      assertThat(lines.get(0)).matches(host.equals("127.0.0.1") ? "40 served" : "40 .*");
      assertThat(lines.subList(0, 41))
          .allMatch(line -> line.matches("\\d+ (served|TOO_MANY_FILES)"));
      assertThat(lines.get(40)).isEqualTo("0 TOO_MANY_FILES");
      assertThat(lines.get(41)).matches("leaked (0|-\\d+)");
    } finally {
      program.toHandle().destroyForcibly();
    }
  }

  private static void assertServes(String tcpLine, String udpLine) throws IOException {
    try (Peer tcp = Peer.tcp(address(tcpLine));
        Peer udp = Peer.udp(address(udpLine))) {
      tcp.send("hola\n");
      assertThat(tcp.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      udp.send("hola\n");
      assertThat(udp.receive()).isEqualTo("Servidor UDP recibió: hola\n");
    }
  }

  private static InetSocketAddress address(String line) {
    return new InetSocketAddress(
        "127.0.0.1", Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
  }

  private static Process start(int limit, Class<?> program, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + limit + "; exec \"$@\"", "sh"));
    command.addAll(JavaProgram.command(List.of(), program, arguments));
    return new ProcessBuilder(command).start();
  }
}
