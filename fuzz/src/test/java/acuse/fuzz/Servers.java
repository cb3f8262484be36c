package acuse.fuzz;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.fuzz.BugLog;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.guard.GuardConfigBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Real servers, one for each way to answer, which stay up from one input to the next. */
final class Servers {
  private final Map<ReplyModel, AcuseServer> running = new HashMap<>();
  private final BugLog log = BugLog.open();
  private final Protocol protocol;
  private final Consumer<GuardConfigBuilder> guard;

  /** With the guard as it is by default. */
  Servers(Protocol protocol) {
    this(protocol, guard -> {});
  }

  /**
   * All of them speak {@code protocol} alone: a peer whose UDP port happens to be the server's TCP
   * port would get no answer.
   */
  Servers(Protocol protocol, Consumer<GuardConfigBuilder> guard) {
    this.protocol = protocol;
    this.guard = guard;
  }

  /** The server that is to answer as {@code model} does. */
  AcuseServer of(ReplyModel model) {
    return running.computeIfAbsent(model, this::start);
  }

  /** A leak counts too: Netty logs it. */
  void assertNothingLogged() {
    if (!log.bugs().isEmpty()) {
      throw new AssertionError(log.bugs());
    }
  }

  private AcuseServer start(ReplyModel model) {
    try {
      return AcuseServer.start(
          ServerConfig.builder()
              .only(protocol)
              .tcpPort(0)
              .udpPort(0)
              .threads(1)
              .framing(model.framing())
              .reply(ReplyTemplate.parse(model.template()))
              .maxMessageBytes(model.maxMessageBytes())
              .exitWord(ExitWord.of(model.exitWord()))
              .guard(guard)
              .build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
