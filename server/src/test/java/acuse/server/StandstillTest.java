package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.ExitCode;
import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.config.ServerConfig;
import acuse.server.console.ServerConsole;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import io.netty.buffer.ByteBuf;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program, when an event loop no longer turns. */
class StandstillTest {
  @Test
  void theProgramSaysSoAndEndsAsAfterABug() throws Exception {
    Process program =
        new ProcessBuilder(JavaProgram.command(List.of(), ServerWithABlockingObserver.class))
            .start();
    try (BufferedReader out = program.inputReader(UTF_8);
        BufferedReader err = program.errorReader(UTF_8)) {
      int port = Integer.parseInt(out.readLine());
      try (Peer peer = Peer.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        peer.send("hola\n");
        assertThat(err.readLine()).startsWith("server: an event loop has stopped").contains("10");
      }
      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isEqualTo(ExitCode.BUG);
    } finally {
      program.destroyForcibly();
    }
  }

  /** Prints its port. The first message stops the event loop for ever. */
  static final class ServerWithABlockingObserver {
    private ServerWithABlockingObserver() {}

    public static void main(String[] arguments) throws Exception {
      Texts texts = Texts.of(ServerCommand.class, Language.EN);
      WritableByteChannel err = Channels.newChannel(System.err);
      ServerConsole console = new ServerConsole(err, err, texts, false, Set.of());
      AcuseServer server =
          AcuseServer.start(
              ServerConfig.builder().tcpPort(0).only(Protocol.TCP).build(),
              new Blocking().then(new ProgramGuard(console, texts)));
      System.out.println(server.tcpAddress().getPort());
      Thread.currentThread().join(); // the server's own threads keep no program alive
    }
  }

  private static final class Blocking implements ServerObserver {
    @Override
    public void received(Session session, ByteBuf bytes, int index, int length) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
