package acuse.client;

import acuse.client.connect.Connector;
import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.ExpectedText;
import acuse.client.conversation.PeerException;
import acuse.client.input.ArgumentMessages;
import acuse.client.output.ExpectedReplies;
import acuse.client.output.Tally;
import acuse.common.command.ExitCode;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out whether a server is there, without a message of the user's. Says nothing if it is.
 *
 * <pre>
 *                  TCP                              UDP
 * --check          connects                         empty datagram, any reply
 * --check --expect connects, empty message, TEXT    empty datagram, a reply with TEXT
 * </pre>
 */
final class PortCheck {
  private final ClientConfig config;

  /** Null for anything. */
  private final ExpectedText expected;

  private final Texts texts;
  private final Consumer<String> notices;

  PortCheck(ClientConfig config, ExpectedText expected, Texts texts, Consumer<String> notices) {
    this.config = config;
    this.expected = expected;
    this.texts = texts;
    this.notices = notices;
  }

  /**
   * Returns the exit status.
   *
   * @throws PeerException if nobody is there, or the connection broke
   */
  int run() throws IOException, InterruptedException {
    Answer answer =
        config.protocol() == Protocol.UDP ? askOverUdp() : Connector.check(config, expected);
    if (answer == null) {
      return ExitCode.OK;
    }
    return switch (answer.status()) {
      case OK -> ExitCode.OK;
      case UNEXPECTED ->
          unanswered(
              texts.text("check.unexpected", Verdict.peer(config), Tally.shown(answer.reply())));
      case TIMEOUT, CLOSED, REFUSED, UNSENDABLE ->
          unanswered(texts.text("check.none", Verdict.peer(config)));
    };
  }

  private int unanswered(String sentence) {
    notices.accept(sentence);
    return ExitCode.UNANSWERED;
  }

  private Answer askOverUdp() throws IOException, InterruptedException {
    LastAnswer last = new LastAnswer();
    Connector.talk(
        config,
        new ArgumentMessages(List.of(""), ExitWord.of("")),
        expected == null ? last : new ExpectedReplies(expected, last));
    return last.answer;
  }

  /** Keeps the only answer that there is. */
  private static final class LastAnswer implements AnswerSink {
    private Answer answer;

    @Override
    public void answered(Answer answer) {
      this.answer = answer;
    }

    @Override
    public void flush() {}
  }
}
