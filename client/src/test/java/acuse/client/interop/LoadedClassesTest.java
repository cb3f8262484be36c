package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message starts as fast as if there were no measuring: nothing of that is loaded for it. */
@Timeout(120)
class LoadedClassesTest {
  private static final List<String> OF_MEASURING =
      List.of("acuse.client.bench.", "acuse.client.ping.", "org.HdrHistogram.", "com.google.gson.");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aMessageLoadsNothingOfMeasuring(Protocol protocol) throws Exception {
    try (AcuseServer server =
        AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build())) {
      List<String> loaded =
          loadedBy(
              "--protocol=" + protocol,
              "--port=" + server.address(protocol).getPort(),
              "--timeout=30s",
              "hola");
      assertThat(loaded).contains("acuse.client.ClientMain").noneMatch(LoadedClassesTest::isOf);
      // The decoder of replies is common to all, and reads from Netty's buffers.
      assertThat(loaded)
          .noneMatch(
              type -> type.startsWith("io.netty.channel.") || type.equals("picocli.CommandLine"));
    }
  }

  @Test
  void theHelpOfTheClientLoadsNothingOfMeasuring() throws Exception {
    assertThat(loadedBy("--help"))
        .contains("picocli.CommandLine")
        .noneMatch(LoadedClassesTest::isOf);
  }

  /** The way in which the classes are looked for does see them. */
  @Test
  void aPingLoadsThem() throws Exception {
    try (AcuseServer server =
        AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build())) {
      assertThat(
              loadedBy(
                  "ping",
                  "--protocol=udp",
                  "--port=" + server.udpAddress().getPort(),
                  "--timeout=30s",
                  "--count=1"))
          .anyMatch(LoadedClassesTest::isOf)
          .anyMatch(type -> type.startsWith("io.netty.channel."));
    }
  }

  private static boolean isOf(String type) {
    return OF_MEASURING.stream().anyMatch(type::startsWith);
  }

  /** The names of all classes that the client loads with these arguments. */
  private List<String> loadedBy(String... arguments) throws Exception {
    Path log = folder.resolve("classes.log");
    List<String> command = new ArrayList<>(ClientProgram.command(List.of(arguments)));
    command.add(1, "-Xlog:class+load:file=" + log);
    Finished finished = PeerProcess.start(Path.of("."), command).finish();
    assertThat(finished.status()).as(finished.err()).isZero();
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" source: "))
        .map(line -> line.replaceAll(" source: .*", "").replaceAll(".*\\] ?", ""))
        .toList();
  }
}
