package acuse.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.client.connect.Connector;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.SourceAddress;
import acuse.client.input.StreamMessages;
import acuse.client.tls.ClientTls;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;

/** Runs whole conversations on loopback. */
public final class Talk {
  /** For tests in which no timeout is expected. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Protocol protocol;
  private final int port;
  private String host = "127.0.0.1";
  private Framing framing = Framing.LINE;
  private Duration timeout = LONG;
  private int retries;
  private int window;
  private Optional<ClientTls> tls = Optional.empty();
  private Optional<String> tlsName = Optional.empty();
  private Optional<SourceAddress> source = Optional.empty();

  private Talk(Protocol protocol, int port) {
    this.protocol = protocol;
    this.port = port;
    this.window = protocol == Protocol.TCP ? 1000 : 1;
  }

  public static Talk over(Protocol protocol, int port) {
    return new Talk(protocol, port);
  }

  public Talk host(String host) {
    this.host = host;
    return this;
  }

  public Talk framing(Framing framing) {
    this.framing = framing;
    return this;
  }

  public Talk tls(ClientTls tls) {
    this.tls = Optional.of(tls);
    return this;
  }

  public Talk tlsName(String name) {
    this.tlsName = Optional.of(name);
    return this;
  }

  public Talk source(SourceAddress source) {
    this.source = Optional.of(source);
    return this;
  }

  public Talk timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  public Talk retries(int retries) {
    this.retries = retries;
    return this;
  }

  public Talk window(int window) {
    this.window = window;
    return this;
  }

  /** Sends the lines of {@code input} and returns once the conversation is over. */
  public AnswerLog say(String input) throws Exception {
    AnswerLog answers = new AnswerLog();
    say(
        new StreamMessages(
            new ByteArrayInputStream(input.getBytes(UTF_8)), ExitWord.of(Message.EXIT_WORD)),
        answers);
    return answers;
  }

  /** The configuration that all this makes. */
  public ClientConfig config() {
    return new ClientConfig(
        protocol, host, source, port, framing, timeout, retries, window, tls, tlsName);
  }

  public void say(MessageSource messages, AnswerSink answers) throws Exception {
    Connector.talk(config(), messages, answers);
  }
}
