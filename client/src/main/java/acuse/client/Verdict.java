package acuse.client;

import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.input.LineTooLongException;
import acuse.client.output.OutputException;
import acuse.common.command.ExitCode;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/** Turns the failure of a conversation into a line for people and an exit status. */
final class Verdict {
  private final Texts texts;
  private final Consumer<String> notices;

  Verdict(Texts texts, Consumer<String> notices) {
    this.texts = texts;
    this.notices = notices;
  }

  /** The peer, with whom {@code config} was to talk, is not there or broke off. */
  int of(PeerException failure, ClientConfig config) {
    notices.accept(describe(failure, config));
    if (failure.reason() == Reason.TLS) {
      return ExitCode.TLS;
    }
    return failure.reason().isNobodyThere() ? ExitCode.NOBODY_THERE : ExitCode.BROKEN;
  }

  /** Input or output failed. A reader that stops early is not an error. */
  int of(IOException failure) {
    if (failure instanceof OutputException output && output.isReaderGone()) {
      return ExitCode.OK;
    }
    notices.accept(describe(failure));
    return ExitCode.USAGE;
  }

  private String describe(PeerException failure, ClientConfig config) {
    String host = TerminalText.escape(config.host());
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    String peer = config.protocol() + " " + bracketed + ":" + config.port();
    return switch (failure.reason()) {
      case UNKNOWN_HOST -> texts.text("peer.unknownHost", host);
      case REFUSED -> texts.text("peer.refused", peer);
      case UNREACHABLE -> texts.text("peer.unreachable", peer);
      case BROKEN -> texts.text("peer.broken", peer, failure.unanswered());
      case CUT -> texts.text("peer.cut", peer, failure.unanswered());
      case TLS ->
          texts.text(
              "peer.tls." + failure.tlsProblem().name().toLowerCase(Locale.ROOT),
              peer,
              host,
              TerminalText.escape(failure.tlsDetails()));
      case UNREADABLE ->
          texts.text("peer.unreadable", peer, config.framing().name().toLowerCase(Locale.ROOT));
    };
  }

  private String describe(IOException failure) {
    if (failure instanceof LineTooLongException tooLong) {
      return texts.text("input.lineTooLong", tooLong.line(), tooLong.maxBytes());
    }
    return texts.text(
        failure instanceof OutputException ? "output.failed" : "input.failed",
        failure.getMessage());
  }
}
