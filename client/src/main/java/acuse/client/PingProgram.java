package acuse.client;

import acuse.client.connect.Connector;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.PeerException;
import acuse.client.output.StandardOutput;
import acuse.client.ping.Ping;
import acuse.client.ping.PingOutcome;
import acuse.client.settings.PingSettings;
import acuse.client.tls.ClientTls;
import acuse.common.command.ExitCode;
import acuse.common.command.ProgramName;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.HangUp;
import acuse.common.text.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** Runs {@code client ping} as its settings say. Runs once. */
final class PingProgram {
  private static final String NAME = ProgramName.of(ProgramName.CLIENT) + " " + FirstWord.PING;

  private final PingSettings settings;
  private final StandardStreams streams;
  private final Texts texts;
  private final StopRequest stopRequest;
  private final Verdict verdict;

  PingProgram(
      PingSettings settings, StandardStreams streams, Texts texts, StopRequest stopRequest) {
    this.settings = settings;
    this.streams = streams;
    this.texts = texts;
    this.stopRequest = stopRequest;
    this.verdict = new Verdict(texts, this::tell);
  }

  /** Returns the exit status. */
  int run() throws InterruptedException {
    Optional<ClientTls> tls =
        settings.peer().tls().map(wanted -> TlsFiles.load(wanted, texts, this::tell));
    int status = ping(tls);
    return streams.isTerminalGone() ? HangUp.STATUS : status;
  }

  private int ping(Optional<ClientTls> tls) throws InterruptedException {
    try {
      InetAddress address = Connector.address(settings.peer().host(), settings.timeout());
      StandardOutput out = new StandardOutput(streams.out());
      try (Ping ping = new Ping(settings, address, tls, out)) {
        stopRequest.whenRequested(ping::stop);
        int status = status(ping.run(), tls);
        out.check();
        return status;
      }
    } catch (PeerException e) {
      return verdict.of(e, config(settings.peer().protocols().list().get(0), tls));
    } catch (IOException e) {
      return verdict.of(e);
    }
  }

  /** The highest of all protocols. */
  private int status(Map<Protocol, PingOutcome> outcomes, Optional<ClientTls> tls) {
    int status = ExitCode.OK;
    for (Map.Entry<Protocol, PingOutcome> outcome : outcomes.entrySet()) {
      int own =
          outcome.getValue().failure().isPresent()
              ? verdict.of(outcome.getValue().failure().get(), config(outcome.getKey(), tls))
              : outcome.getValue().allAnswered() ? ExitCode.OK : ExitCode.UNANSWERED;
      status = Math.max(status, own);
    }
    return status;
  }

  private ClientConfig config(Protocol protocol, Optional<ClientTls> tls) {
    return settings.peer().config(protocol, Framing.LINE, settings.timeout(), tls);
  }

  private void tell(String notice) {
    streams.err().println(NAME + ": " + notice);
  }
}
