package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.stdio.Signals;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import acuse.server.console.ServerConsole;
import acuse.server.listen.ListenException;
import acuse.server.listen.PortHolder;
import acuse.server.observe.ServerObserver;
import acuse.server.story.SessionLog;
import acuse.server.systemd.ServiceManager;
import io.netty.util.NetUtil;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs a server as a program: what people see of it, the signals it hears, its exit status. */
final class ServerProgram {
  private static final int MAX_SHOWN_COMMAND_CHARS = 80;

  private static final int MAX_REASON_CHARS = 300;

  /** Some 250 connections can use up less than this, so users are told. */
  private static final long SMALL_BUFFER_BUDGET_BYTES = 64 << 20;

  private final ServerSettings settings;
  private final ServerConfig config;
  private final Texts texts;
  private final PrintWriter err;

  /**
   * Will run {@code settings}.
   *
   * @param err takes complaints
   */
  ServerProgram(ServerSettings settings, Texts texts, PrintWriter err) {
    this.settings = settings;
    this.config = settings.config();
    this.texts = texts;
    this.err = err;
  }

  /**
   * Serves until a signal comes.
   *
   * @return the exit status
   * @throws PemException if a certificate or a key cannot be used
   */
  int run() throws InterruptedException, PemException {
    if (StandardDescriptors.isOutClosed()) {
      err.println(ServerCommand.NAME + ": " + texts.text("output.closed"));
      return ExitCode.USAGE;
    }
    StopSignal stop = new StopSignal();
    Optional<SessionOutput> sessions =
        settings.sessions().map(file -> new SessionOutput(file, texts));
    try (ServerConsole console =
            new ServerConsole(
                channel(
                    settings.ownsOutput()
                        ? FileDescriptor.err
                        : StandardDescriptors.outDescriptor()),
                channel(FileDescriptor.err),
                texts,
                settings.quiet(),
                config.forwarded());
        SessionLog log = sessions.map(output -> output.open(console)).orElse(null);
        CaptureOutput capture =
            settings.capture().map(each -> new CaptureOutput(each, texts, console)).orElse(null);
        AcuseServer server =
            AcuseServer.start(
                config,
                observer(console, log),
                Optional.ofNullable(capture).map(CaptureOutput::capture))) {
      if (server.tls().isPresent()) {
        // Before anybody is told that it serves, and sends the signal.
        Signals.handle("HUP", server::reloadCertificates);
      }
      sessions.ifPresent(output -> output.start(log, config.protocols(), server));
      show(console, server);
      Optional<ServiceManager> manager = ServiceManager.of(System.getenv());
      manager.ifPresent(present -> tellReady(present, server));
      StopSignal.Kind kind = stop.await();
      server.announceStop();
      manager.ifPresent(present -> present.stopping(texts.text("status.stopping")));
      if (kind == StopSignal.Kind.TERMINATE) {
        Thread.sleep(
            settings.drainDelay().toMillis()); // a second signal ends the program meanwhile
      }
      return ExitCode.OK;
    } catch (ListenException e) {
      err.println(ServerCommand.NAME + ": " + describe(e));
      return e.reason() == ListenException.Reason.TARGET_IS_OWN
          ? ExitCode.USAGE
          : ExitCode.CANNOT_START;
    } catch (OutOfMemoryError e) {
      err.println(ServerCommand.NAME + ": " + texts.text("start.noMemory", e.getMessage()));
      return ExitCode.CANNOT_START;
    }
  }

  /**
   * @param log null if sessions are not written down
   */
  private ServerObserver observer(ServerConsole console, SessionLog log) {
    ServerObserver people = console.then(new ProgramGuard(console, texts));
    return log == null ? people : people.then(log);
  }

  private void tellReady(ServiceManager manager, AcuseServer server) {
    String where =
        config.protocols().stream()
            .sorted()
            .map(each -> each + " " + NetUtil.toSocketAddressString(server.address(each)))
            .collect(Collectors.joining(", "));
    manager.ready(texts.text("status.serving", where));
    manager
        .aliveEvery(ProcessHandle.current().pid())
        .ifPresent(every -> server.onEveryTurn(every, manager::alive));
  }

  private static WritableByteChannel channel(FileDescriptor descriptor) {
    return new FileOutputStream(descriptor).getChannel();
  }

  private void show(ServerConsole console, AcuseServer server) {
    if (config.transport().missesEpoll()) {
      String instead = config.transport().resolve().name().toLowerCase(Locale.ROOT);
      String reason = describeMissing(IoTransport.EPOLL);
      console.complain(ServerCommand.NAME + ": " + texts.text("start.noEpoll", instead, reason));
    }
    if (ServiceManager.isNamed(System.getenv()) && !IoTransport.EPOLL.isAvailable()) {
      console.complain(
          ServerCommand.NAME
              + ": "
              + texts.text("start.noNotify", describeMissing(IoTransport.EPOLL)));
    }
    server
        .tls()
        .filter(tls -> tls.isSelfMade())
        .ifPresent(tls -> console.selfSigned(tls.fingerprint()));
    server.adminAddress().ifPresent(console::adminPort);
    config.protocols().stream()
        .sorted()
        .forEach(protocol -> console.listening(protocol, server.address(protocol)));
    config.forwarded().stream()
        .sorted()
        .forEach(protocol -> console.forwarding(protocol, config.forward(protocol).get()));
    config.impair().filter(impair -> !impair.isNone()).ifPresent(console::faultsExchanged);
    if (server.maxBufferedBytes() < SMALL_BUFFER_BUDGET_BYTES) {
      console.smallBufferBudget(server.maxBufferedBytes());
    }
  }

  /** Libraries name files, and whole lists of them. */
  static String describeMissing(IoTransport transport) {
    String reason = TerminalText.escape(transport.unavailabilityReason());
    return reason.length() > MAX_REASON_CHARS
        ? reason.substring(0, MAX_REASON_CHARS) + "…"
        : reason;
  }

  private String describe(ListenException e) {
    String where = e.protocol() + " " + NetUtil.toSocketAddressString(e.address());
    String owner = e.isAdminPort() ? "admin" : e.protocol().name().toLowerCase(Locale.ROOT);
    String option = "--" + owner + "-port";
    return switch (e.reason()) {
      case PORT_IN_USE ->
          e.holder()
              .map(holder -> texts.text("listen.heldBy", where, describe(holder), option))
              .orElseGet(() -> texts.text("listen.inUse", where, option));
      case NOT_PERMITTED -> texts.text("listen.notPermitted", where, option);
      case NOT_LOCAL ->
          texts.text("listen.notLocal", where, e.isAdminPort() ? "--admin-host" : "--host");
      case TOO_MANY_FILES -> texts.text("listen.tooManyFiles", where);
      case TARGET_UNKNOWN -> texts.text("forward.unknown", e.target().get(), forwardOption(e));
      case TARGET_IS_OWN ->
          texts.text(
              "forward.own",
              forwardOption(e),
              e.target().get(),
              NetUtil.toSocketAddressString(e.address()));
      case OTHER -> texts.text("listen.other", where, e.getCause().getMessage());
    };
  }

  private static String forwardOption(ListenException e) {
    return "--forward-" + e.protocol().name().toLowerCase(Locale.ROOT);
  }

  private String describe(PortHolder holder) {
    String command = TerminalText.escape(holder.command());
    int half = MAX_SHOWN_COMMAND_CHARS / 2;
    return texts.text(
        "listen.holder",
        holder.pid(),
        command.length() > MAX_SHOWN_COMMAND_CHARS
            ? command.substring(0, half) + " … " + command.substring(command.length() - half)
            : command);
  }
}
