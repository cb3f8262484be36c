package acuse.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import java.io.IOException;
import java.util.Optional;

/**
 * Who answers the peers of a server under test: the server itself, or programs of the tests' own
 * that it forwards to and that give the same answers. So one test asks the same of both.
 */
public final class Backend implements AutoCloseable {
  /** What the server does. */
  public enum Kind {
    ACKNOWLEDGING,
    FORWARDING
  }

  /** Two programs, as there are two protocols. */
  private record Targets(AnsweringTarget tcp, UdpTarget udp) {}

  private final Optional<Targets> targets;

  private Backend(Optional<Targets> targets) {
    this.targets = targets;
  }

  public static Backend of(Kind kind) throws IOException {
    return new Backend(
        kind == Kind.ACKNOWLEDGING
            ? Optional.empty()
            : Optional.of(
                new Targets(AnsweringTarget.start(), UdpTarget.start(Backend::answerTo))));
  }

  /** Has the server forward both protocols, unless it acknowledges. */
  public ServerConfigBuilder behind(ServerConfigBuilder config) {
    targets.ifPresent(
        both ->
            config
                .forwardTcp(both.tcp().address())
                .forwardUdp(new ForwardTarget("127.0.0.1", both.udp().address().getPort())));
    return config;
  }

  /** Where TCP is forwarded to, as the command line has it. */
  public String tcpTarget() {
    return targets.orElseThrow().tcp().address().toString();
  }

  @Override
  public void close() throws IOException {
    if (targets.isPresent()) {
      targets.get().tcp().close();
      targets.get().udp().close();
    }
  }

  private static byte[] answerTo(UdpTarget.Message message) {
    return ("Servidor UDP recibió: " + message.text()).getBytes(UTF_8);
  }
}
