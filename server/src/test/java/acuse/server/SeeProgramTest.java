package acuse.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.ExitCode;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's outputs for those who look: files, pipes, and what goes wrong with them. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SeeProgramTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--sessions, es, '%s no puede ser «%s»: No such file or directory'",
    "--sessions, en, '%s cannot be ''%s'': No such file or directory'",
    "--pcap, es, '%s no puede ser «%s»: No such file or directory'",
    "--pcap, en, '%s cannot be ''%s'': No such file or directory'",
  })
  void aFileThatCannotBeOpenedIsWrongUsage(String option, String language, String sentence)
      throws Exception {
    Path file = folder.resolve("none").resolve("file");
    Process server = start(option + "=" + file, "--lang=" + language);
    assertThat(server.errorReader(UTF_8).readLine())
        .isEqualTo("server: " + sentence.formatted(option, file));
    assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sessions", "--pcap"})
  void onlyTheOwnerCanReadTheFile(String option) throws Exception {
    Path file = folder.resolve("file");
    Files.writeString(file, "old\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Running server = new Running(option + "=" + file);
    server.talk();
    server.stop();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    // ISO 8859-1 has a character for each byte.
    String content = Files.readString(file, ISO_8859_1);
    if (option.equals("--pcap")) {
      assertThat(content).startsWith("\n\r\r\n").contains("read 1: message 1");
    } else {
      assertThat(content).startsWith("old\n{\"schema\":\"acuse.session/1\",");
    }
  }

  /** From its first byte on, a full disk takes nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"--sessions", "--pcap"})
  void aFullDiskIsOneLineAndTheServerServesOn(String option) throws Exception {
    Running server = new Running(option + "=/dev/full");
    server.talk();
    server.talk();
    server.talk();
    assertThat(server.stop())
        .containsExactly(
            "server: "
                + option
                + ": nothing more is written to '/dev/full': No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sessions", "--pcap"})
  void aPipeThatClosesIsOneLineAndTheServerServesOn(String option) throws Exception {
    Process program = start(option + "=-", "--lang=en", "--quiet");
    try (BufferedReader err = program.errorReader(UTF_8)) {
      InetSocketAddress address = address(err.readLine());
      assertThat(err.readLine()).startsWith("UDP server waiting");
      program.getInputStream().close();
      talk(address);
      assertThat(err.readLine())
          .isEqualTo("server: " + option + ": nothing more is written to '-': Broken pipe");
      talk(address);
      program.toHandle().destroy();
      assertThat(err.readLine()).isNull();
      assertThat(program.waitFor()).isZero();
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void aCaptureEndsAtItsLimitAndTheServerServesOn() throws Exception {
    Path file = folder.resolve("talk.pcapng");
    Running server = new Running("--pcap=" + file, "--pcap-limit=2KB");
    for (int i = 0; i < 10; i++) {
      server.talk();
    }
    assertThat(server.stop())
        .containsExactly(
            "server: --pcap: '"
                + file
                + "' has reached its limit of 2000 bytes; nothing more is captured");
    assertThat(Files.size(file)).isBetween(1000L, 2000L);
  }

  @Test
  void packetsCanBeShort() throws Exception {
    Path file = folder.resolve("talk.pcapng");
    Running server = new Running("--pcap=" + file, "--pcap-bytes=40");
    server.talk();
    server.stop();
    assertThat(Files.readString(file, ISO_8859_1))
        .contains("read 1: message 1")
        .doesNotContain("hola");
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        JavaProgram.command(List.of(), ServerMain.class, "--tcp-port=0", "--udp-port=0");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("ACUSE_"));
    return builder.start();
  }

  private static InetSocketAddress address(String listening) {
    return new InetSocketAddress(
        "127.0.0.1", Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1)));
  }

  /** A whole TCP session. */
  private static void talk(InetSocketAddress address) throws IOException {
    try (TcpPeer peer = Peer.tcp(address)) {
      peer.send("hola\n");
      assertThat(peer.receive()).endsWith("hola\n");
      peer.finish();
      assertThat(peer.receiveAll()).isEmpty();
    }
  }

  /** The program, quiet and in English. */
  private static final class Running {
    private final Process program;
    private final InetSocketAddress address;

    Running(String... arguments) throws IOException {
      List<String> all = new ArrayList<>(List.of("--lang=en", "--quiet"));
      all.addAll(List.of(arguments));
      program = start(all.toArray(String[]::new));
      address = address(program.inputReader(UTF_8).readLine());
    }

    void talk() throws IOException {
      SeeProgramTest.talk(address);
    }

    /** Returns what it complained of. */
    List<String> stop() throws Exception {
      program.toHandle().destroy();
      List<String> complaints = program.errorReader(UTF_8).lines().toList();
      assertThat(program.waitFor()).isZero();
      return complaints;
    }
  }
}
