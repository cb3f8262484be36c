package acuse.client;

import acuse.client.bench.check.FailIf;
import acuse.client.bench.engine.Engine;
import acuse.client.bench.engine.ProbeListener;
import acuse.client.bench.engine.RunPlan;
import acuse.client.bench.output.JsonLines;
import acuse.client.bench.output.TextLines;
import acuse.client.bench.report.ResultFiles;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.Warning;
import acuse.client.connect.Connector;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.output.StandardOutput;
import acuse.client.settings.BenchSettings;
import acuse.client.settings.ResultFormat;
import acuse.client.tls.ClientTls;
import acuse.client.tls.TlsException;
import acuse.common.command.ExitCode;
import acuse.common.command.ProgramName;
import acuse.common.command.UsageException;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.FileProblem;
import acuse.common.stdio.HangUp;
import acuse.common.text.FileName;
import acuse.common.text.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs {@code client bench} as its settings say. Runs once. */
final class BenchProgram {
  private static final String NAME = ProgramName.of(ProgramName.CLIENT) + " " + FirstWord.BENCH;

  private final BenchSettings settings;
  private final StandardStreams streams;
  private final Texts texts;
  private final StopRequest stopRequest;
  private final String commandLine;
  private final Verdict verdict;
  private final FailIf failIf;

  /** Protocols that nobody speaks there, or not with TLS as we want it: they get no further run. */
  private final Set<Protocol> hopeless = EnumSet.noneOf(Protocol.class);

  private Optional<ClientTls> tls = Optional.empty();
  private int status = ExitCode.OK;

  /**
   * @param commandLine repeats the measurement
   */
  BenchProgram(
      BenchSettings settings,
      StandardStreams streams,
      Texts texts,
      StopRequest stopRequest,
      String commandLine) {
    this.settings = settings;
    this.streams = streams;
    this.texts = texts;
    this.stopRequest = stopRequest;
    this.commandLine = commandLine;
    this.verdict = new Verdict(texts, this::tell);
    this.failIf = new FailIf(settings.failIf(), texts);
  }

  /** Returns the exit status. */
  int run() throws InterruptedException {
    tls = settings.peer().tls().map(wanted -> TlsFiles.load(wanted, texts, this::tell));
    try (Engine engine = new Engine()) {
      stopRequest.whenRequested(engine::stop);
      InetAddress address = Connector.address(settings.peer().host(), settings.timeout());
      measure(engine, new BenchPlans(settings, address, tls));
    } catch (PeerException e) {
      fail(verdict.of(e, config(settings.peer().protocols().list().get(0))));
    } catch (IOException e) {
      fail(verdict.of(e));
    }
    return streams.isTerminalGone() ? HangUp.STATUS : status;
  }

  private void measure(Engine engine, BenchPlans plans) throws IOException, InterruptedException {
    if (settings.out().isEmpty()) {
      show(engine, plans, Optional.empty());
      return;
    }
    Path name = settings.out().get();
    try (ResultFiles files = open(name)) {
      show(engine, plans, Optional.of(files));
      try {
        files.keep(settings.title().orElse(""), commandLine, texts);
      } catch (IOException e) {
        tell(texts.text("bench.kept", FileName.shown(name), FileProblem.of(e)));
        fail(ExitCode.USAGE);
      }
    }
  }

  private ResultFiles open(Path name) {
    try {
      return ResultFiles.open(name);
    } catch (IOException e) {
      throw new UsageException("tls.file", "--out", FileName.shown(name), FileProblem.of(e));
    }
  }

  private void show(Engine engine, BenchPlans plans, Optional<ResultFiles> files)
      throws IOException, InterruptedException {
    StandardOutput out = new StandardOutput(streams.out());
    TextLines lines =
        settings.format() == ResultFormat.TEXT
            ? new TextLines(out, streams.isOutTerminal(), texts)
            : null;
    List<RunListener> listeners = new ArrayList<>();
    listeners.add(lines == null ? new JsonLines(out) : lines);
    files.ifPresent(listeners::add);
    List<String> failures = runAll(engine, plans, new RunListeners(listeners));
    if (lines != null) {
      lines.finish();
    }
    failures.forEach(this::tell);
    out.check();
  }

  /** Returns what {@code --fail-if} says. */
  private List<String> runAll(Engine engine, BenchPlans plans, RunListener listener)
      throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (RunPlan plan : plans.inOrder()) {
      if (engine.isStopped() || hopeless.contains(plan.protocol())) {
        continue;
      }
      try {
        RunResult result = engine.run(plan, listener, ProbeListener.NONE);
        if (result.warnings().contains(Warning.NOBODY_THERE)) {
          giveUp(plan.protocol(), PeerException.of(Reason.REFUSED));
        } else {
          failures.addAll(failIf.failures(result));
        }
      } catch (TlsException e) {
        giveUp(plan.protocol(), PeerException.tls(e));
      }
    }
    if (!failures.isEmpty()) {
      fail(ExitCode.UNANSWERED);
    }
    return failures;
  }

  private void giveUp(Protocol protocol, PeerException reason) {
    hopeless.add(protocol);
    fail(verdict.of(reason, config(protocol)));
  }

  /** The highest status of all counts. */
  private void fail(int reason) {
    status = Math.max(status, reason);
  }

  private ClientConfig config(Protocol protocol) {
    return settings.peer().config(protocol, settings.framing(), settings.timeout(), tls);
  }

  private void tell(String notice) {
    streams.err().println(NAME + ": " + notice);
  }
}
