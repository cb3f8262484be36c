package acuse.client;

import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.SourceAddress;
import acuse.client.conversation.SourceException;
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

  /** Our end, which {@code config} puts somewhere, cannot be there: the user's mistake. */
  int of(SourceException failure, ClientConfig config) {
    SourceAddress source = config.source().orElseThrow();
    String host = bracketed(TerminalText.escape(source.host()));
    notices.accept(
        texts.text(
            "source." + failure.problem().name().toLowerCase(Locale.ROOT),
            source.port() == 0 ? host : host + ":" + source.port(),
            peer(config),
            TerminalText.escape(String.valueOf(failure.getMessage()))));
    return ExitCode.USAGE;
  }

  /** Input or output failed. A reader that stops early is not an error. */
  int of(IOException failure) {
    if (failure instanceof OutputException output && output.isReaderGone()) {
      return ExitCode.OK;
    }
    notices.accept(describe(failure));
    return ExitCode.USAGE;
  }

  /** Which server that is, for people. */
  static String peer(ClientConfig config) {
    String host = bracketed(TerminalText.escape(config.host()));
    return config.protocol() + " " + host + ":" + config.port();
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private String describe(PeerException failure, ClientConfig config) {
    String host = TerminalText.escape(config.host());
    String peer = peer(config);
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
              TerminalText.escape(config.certifiedName()),
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
