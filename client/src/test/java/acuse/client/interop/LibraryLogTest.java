package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings of libraries do not reach people who only talk to a server. */
@InteropTest
final class LibraryLogTest {
  /** Netty warns of this value when its first buffer is made. */
  private static final String NETTY_WARNS_OF = "-Dio.netty.maxDirectMemory=none";

  @ParameterizedTest
  @ValueSource(strings = {"raw", "length"})
  void reachesNobody(String framing) {
    try (ServerProgram server =
        ServerProgram.start("--framing=" + framing, "--tcp-port=0", "--udp-port=0")) {
      List<String> command =
          ClientProgram.command(
              List.of(
                  "--protocol=tcp",
                  "--port=" + server.tcpPort(),
                  "--framing=" + framing,
                  "--lang=es",
                  "hola"));
      command.add(1, NETTY_WARNS_OF);
      assertThat(PeerProcess.start(Path.of("."), command).finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: hola\n"));
    }
  }
}
