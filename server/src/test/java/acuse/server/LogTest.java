package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.logging.BugsOnly;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import io.netty.buffer.ByteBuf;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all that is logged, bugs of our own reach stderr, and nothing else. */
class LogTest {
  /** Netty warns of these three when it starts, as it does of machines without a network card. */
  private static final List<String> NETTY_WARNS_OF =
      List.of(
          "-Dio.netty.machineId=none",
          "-Dio.netty.processId=none",
          "-Dio.netty.eventLoopThreads=none");

  @Test
  void noLogOfALibraryReachesAPerson() throws Exception {
    Process program =
        start(
            NETTY_WARNS_OF,
            ServerMain.class,
            "--tcp-port=0",
            "--udp-port=0",
            "--max-connections=9",
            "--tls-self-signed");
    try (BufferedReader out = program.inputReader(UTF_8)) {
      assertThat(out.readLine()).isNotNull();
      program.toHandle().destroy();
      assertThat(program.errorReader(UTF_8).lines()).isEmpty();
    } finally {
      program.toHandle().destroyForcibly();
    }
  }

  /** Netty would say nothing, and half the speed of UDP is gone. */
  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @ValueSource(strings = {"auto", "nio"})
  void wantOfEpollIsSaidInOneLineWhereItIsWanted(String transport) throws Exception {
    Process program =
        start(
            List.of("-Dio.netty.transport.noNative=true"),
            ServerMain.class,
            "--tcp-port=0",
            "--udp-port=0",
            "--lang=en",
            "--transport=" + transport);
    try (BufferedReader out = program.inputReader(UTF_8)) {
      assertThat(out.readLine()).isNotNull();
      program.toHandle().destroy();
      assertThat(program.errorReader(UTF_8).lines())
          .hasSize(transport.equals("auto") ? 1 : 0)
          .allMatch(
              line ->
                  line.startsWith("server: epoll is not available, so nio is used: ")
                      && line.endsWith("-Dio.netty.transport.noNative=true"));
    } finally {
      program.destroyForcibly();
    }
  }

  /** Where a JVM starts without our program's settings, Netty's warnings are there to be seen. */
  @Test
  void aServerInAnotherProgramLeavesItsLogsAlone() throws Exception {
    Process program = start(NETTY_WARNS_OF, Embedded.class, "");
    try (BufferedReader out = program.inputReader(UTF_8)) {
      assertThat(out.readLine()).isNotNull();
      program.toHandle().destroyForcibly();
      assertThat(program.errorReader(UTF_8).lines())
          .anyMatch(line -> line.contains("io.netty.machineId: none"));
    } finally {
      program.toHandle().destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBugOfOurOwnIsPrintedWithItsTrace(Protocol protocol) throws Exception {
    Process program = start(List.of(), Embedded.class, protocol.name());
    try (BufferedReader out = program.inputReader(UTF_8);
        BufferedReader err = program.errorReader(UTF_8)) {
      InetSocketAddress address =
          new InetSocketAddress("127.0.0.1", Integer.parseInt(out.readLine()));
      try (Peer peer = protocol == Protocol.TCP ? Peer.tcp(address) : Peer.udp(address)) {
        peer.send("hola\n");
        assertThat(err.readLine()).startsWith("acuse.server.").contains(": bug in ");
        assertThat(err.readLine()).isEqualTo("java.lang.IllegalStateException: tried out");
        assertThat(err.readLine()).startsWith("\tat acuse.server.LogTest");
      }
    } finally {
      program.toHandle().destroyForcibly();
    }
  }

  /** Prints a port. With a protocol's name, it is a program of ours whose observer has a bug. */
  static final class Embedded {
    private Embedded() {}

    public static void main(String[] arguments) throws Exception {
      boolean isOurs = !arguments[0].isEmpty();
      if (isOurs) {
        BugsOnly.install();
      }
      Protocol protocol = isOurs ? Protocol.valueOf(arguments[0]) : Protocol.TCP;
      AcuseServer server =
          AcuseServer.start(
              ServerConfig.builder().tcpPort(0).udpPort(0).only(protocol).build(), new Faulty());
      System.out.println(
          (protocol == Protocol.TCP ? server.tcpAddress() : server.udpAddress()).getPort());
      Thread.currentThread().join(); // the server's own threads keep no program alive
    }
  }

  private static final class Faulty implements ServerObserver {
    @Override
    public void received(Session session, ByteBuf bytes, int index, int length) {
      throw new IllegalStateException("tried out");
    }
  }

  private static Process start(List<String> jvmOptions, Class<?> program, String... arguments)
      throws IOException {
    return new ProcessBuilder(JavaProgram.command(jvmOptions, program, arguments)).start();
  }
}
