package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.ExitCode;
import acuse.common.protocol.Protocol;
import acuse.common.testing.ClosedPort;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: what it says, the signals it hears, its exit status. */
@DisabledOnOs(OS.WINDOWS)
class ServerProgramTest {
  private static final Pattern LISTENING =
      Pattern.compile(
          "\\{\"event\":\"listening\",\"protocol\":\"tcp\",\"address\":\"(127.0.0.1:\\d+)\"}");

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalStopsItAsRequested(String signal) throws Exception {
    Process server = start("--tcp-port=0", "--udp-port=0");
    try (BufferedReader out = server.inputReader(UTF_8)) {
      assertThat(out.readLine()).startsWith("Servidor TCP esperando conexiones en 127.0.0.1:");
      assertThat(out.readLine()).startsWith("Servidor UDP esperando mensajes en 127.0.0.1:");
      send(signal, server);
      assertThat(out.readLine()).isNull();
      assertEnded(server, ExitCode.OK, List.of());
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void aHangUpMakesItReadItsCertificateAgain(@TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder, "autoridad");
    Issued issued = authority.forLocalhost();
    Process server =
        start(
            "--tcp-port=0",
            "--only=tcp",
            "--tls-cert=" + issued.certificate(),
            "--tls-key=" + issued.key());
    try (BufferedReader out = server.inputReader(UTF_8);
        BufferedReader err = server.errorReader(UTF_8)) {
      assertThat(out.readLine()).startsWith("Servidor TCP esperando conexiones en 127.0.0.1:");
      send("HUP", server);
      assertThat(out.readLine()).startsWith("Certificado TLS nuevo en uso, SHA-256 ");
      Files.delete(issued.key());
      send("HUP", server);
      assertThat(err.readLine())
          .isEqualTo(
              "server: se sigue usando el certificado TLS anterior: «"
                  + issued.key()
                  + "»: no se puede leer");
    } finally {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, es, 'el puerto está en uso por el proceso ', '). Detén ese proceso o elige otro puerto con '",
    "UDP, es, 'el puerto está en uso por el proceso ', '). Detén ese proceso o elige otro puerto con '",
    "TCP, en, 'the port is in use by process ', '). Stop that process or choose another port with '",
    "UDP, en, 'the port is in use by process ', '). Stop that process or choose another port with '",
  })
  void aPortInUseIsOneLineWithItsHolder(
      Protocol protocol, String language, String inUse, String otherPort) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(0, loopback)) {
      int port = protocol == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort();
      String option = "--" + protocol.name().toLowerCase(Locale.ROOT) + "-port";
      Process server =
          start("--tcp-port=0", "--udp-port=0", option + "=" + port, "--lang=" + language);
      List<String> said = server.errorReader(UTF_8).lines().toList();
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(ExitCode.CANNOT_START);
      assertThat(said).hasSize(1);
      assertThat(said.get(0))
          .startsWith("server: ")
          .contains(protocol + " 127.0.0.1:" + port + ": " + inUse)
          .contains(" " + ProcessHandle.current().pid() + " (")
          .endsWith(otherPort + option + ".");
    }
  }

  /** The address is for documentation (RFC 5737), and no machine's. */
  @ParameterizedTest
  @CsvSource({
    "es, 'no se puede abrir TCP 192.0.2.1:0: la dirección no es de esta máquina. Elige otra con --host.'",
    "en, 'cannot open TCP 192.0.2.1:0: the address is not one of this machine''s. Choose another with --host.'",
  })
  void anAddressOfAnotherMachineIsOneLine(String language, String sentence) throws Exception {
    Process server =
        start("--host=192.0.2.1", "--tcp-port=0", "--udp-port=0", "--lang=" + language);
    assertEnded(server, ExitCode.CANNOT_START, List.of("server: " + sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "es, 'no se conoce el destino a..b:80 de --forward-udp: su nombre no tiene dirección'",
    "en, 'the target a..b:80 of --forward-udp is not known: its name has no address'",
  })
  void aTargetWithoutAddressIsOneLine(String language, String sentence) throws Exception {
    Process server =
        start("--tcp-port=0", "--udp-port=0", "--forward-udp=a..b:80", "--lang=" + language);
    assertEnded(server, ExitCode.CANNOT_START, List.of("server: " + sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "es, 'lleva a este mismo servidor, en 127.0.0.1:'",
    "en, 'leads to this server itself, at 127.0.0.1:'",
  })
  void aTargetThatIsTheServerItselfIsWrongUsage(String language, String sentence) throws Exception {
    try (ClosedPort port = ClosedPort.hold()) {
      String target = "localhost:" + port.number();
      Process server =
          start(
              "--only=tcp",
              "--tcp-port=" + port.number(),
              "--forward-tcp=" + target,
              "--lang=" + language);
      assertEnded(
          server,
          ExitCode.USAGE,
          List.of("server: --forward-tcp " + target + " " + sentence + port.number()));
    }
  }

  @Test
  void sessionsOnTheStandardOutputLeaveItToPrograms() throws Exception {
    Process server = start("--tcp-port=0", "--udp-port=0", "--sessions=-");
    try (BufferedReader out = server.inputReader(UTF_8);
        BufferedReader err = server.errorReader(UTF_8)) {
      Matcher tcp = LISTENING.matcher(out.readLine());
      assertThat(tcp.matches()).isTrue();
      String address = tcp.group(1);
      assertThat(out.readLine())
          .startsWith("{\"event\":\"listening\",\"protocol\":\"udp\",\"address\":\"127.0.0.1:");
      assertThat(err.readLine()).isEqualTo("Servidor TCP esperando conexiones en " + address);
      int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
      try (TcpPeer peer = Peer.tcp(new InetSocketAddress("127.0.0.1", port))) {
        peer.send("uno\ndos\n");
        peer.finish();
        peer.receiveAll();
      }
      assertThat(out.readLine())
          .startsWith("{\"schema\":\"acuse.session/1\",")
          .contains("\"messages_in\":2,");
      send("TERM", server);
      assertThat(out.readLine()).isNull();
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(ExitCode.OK);
    } finally {
      server.destroyForcibly();
    }
  }

  private static void assertEnded(Process server, int status, List<String> said)
      throws InterruptedException {
    assertThat(server.errorReader(UTF_8).lines()).isEqualTo(said);
    assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(status);
  }

  private static void send(String signal, Process server) throws Exception {
    String kill = "kill -" + signal + " " + server.pid();
    assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
  }

  private static Process start(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JavaProgram.command(List.of(), ServerMain.class, arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("ACUSE_"));
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    return builder.start();
  }
}
