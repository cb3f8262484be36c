package acuse.server;

import acuse.common.command.CommonOptions;
import acuse.common.command.ExitCode;
import acuse.common.command.InvalidValueException;
import acuse.common.command.OptionGroups;
import acuse.common.command.PlainArguments;
import acuse.common.command.PortConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.Program;
import acuse.common.command.VersionProvider;
import acuse.common.command.WholeNumber;
import acuse.common.command.WordConverter;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.protocol.ReplyTemplate.InvalidTemplateException;
import acuse.common.text.Language;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.console.ServerConsole;
import acuse.server.host.ListenException;
import acuse.server.host.PortHolder;
import acuse.server.session.SessionObserver;
import acuse.server.transport.IoTransport;
import io.netty.util.NetUtil;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.WritableByteChannel;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code server} program: options, what is shown, and the exit status. */
@Command(name = ServerCommand.NAME, versionProvider = VersionProvider.class, sortOptions = false)
public final class ServerCommand implements Callable<Integer> {
  static final String NAME = "server";

  private static final int MAX_SHOWN_COMMAND_CHARS = 80;

  /** Less than this, some 250 connections can use up at their worst: people should know. */
  private static final long SMALL_BUFFER_BUDGET_BYTES = 64 << 20;

  private static final Set<String> VALUE_OPTIONS =
      Set.of(
          "--host",
          "--tcp-port",
          "--udp-port",
          "--only",
          "--framing",
          "--reply",
          "--exit-word",
          "--max-message-bytes",
          "--transport",
          "--threads",
          "--lang");
  private static final Set<String> FLAGS = Set.of("--quiet");
  private static final Set<String> OTHERS = new HashSet<>();

  static {
    Collections.addAll(OTHERS, GuardOptions.NAMES);
    Collections.addAll(OTHERS, TlsOptions.NAMES);
  }

  private final Texts texts;

  /** Null if the command line was read without picocli: then there was nothing wrong with it. */
  @Spec private CommandSpec spec;

  private PrintWriter err;

  @Option(names = "--host", paramLabel = "HOST", converter = HostConverter.class)
  private InetAddress host = InetAddress.getLoopbackAddress();

  @Option(
      names = "--tcp-port",
      paramLabel = "PORT",
      defaultValue = "65432",
      converter = PortConverter.class)
  private int tcpPort = Protocol.TCP.defaultPort();

  @Option(
      names = "--udp-port",
      paramLabel = "PORT",
      defaultValue = "65433",
      converter = PortConverter.class)
  private int udpPort = Protocol.UDP.defaultPort();

  @Option(names = "--only", paramLabel = "tcp|udp")
  private Protocol only;

  @Option(names = "--framing", paramLabel = "MODE", defaultValue = "auto")
  private Framing framing = Framing.AUTO;

  @Option(names = "--reply", paramLabel = "TEMPLATE", converter = ReplyConverter.class)
  private ReplyTemplate reply = ReplyTemplate.DEFAULT;

  @Option(names = "--exit-word", paramLabel = "WORD", defaultValue = "exit")
  private String exitWord = "exit";

  @Option(
      names = "--max-message-bytes",
      paramLabel = "N",
      defaultValue = "" + ServerConfigBuilder.DEFAULT_MAX_MESSAGE_BYTES,
      converter = PositiveNumberConverter.class)
  private int maxMessageBytes = ServerConfigBuilder.DEFAULT_MAX_MESSAGE_BYTES;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      defaultValue = "auto",
      converter = TransportConverter.class)
  private IoTransport transport = IoTransport.AUTO;

  @Option(names = "--threads", paramLabel = "N", converter = ThreadsConverter.class)
  private Integer threads;

  @Option(names = "--quiet")
  private boolean quiet;

  /** Null if the command line was read without picocli: then all limits are as they come. */
  @Mixin GuardOptions guardOptions;

  /** Null if the command line was read without picocli: then nobody wants TLS. */
  @Mixin TlsOptions tlsOptions;

  @Mixin CommonOptions commonOptions;

  ServerCommand(Texts texts) {
    this.texts = texts;
  }

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    Program program = new Program(System.getenv());
    ServerCommand plain = ofPlain(arguments, System.getenv(), program);
    System.exit(
        plain != null
            ? program.run(plain)
            : program.run(arguments, ServerCommand.class, ServerCommand::commandLine));
  }

  /**
   * The command that picocli would make of {@code arguments}, without picocli.
   *
   * @return null if only picocli knows what to make of them
   */
  static ServerCommand ofPlain(
      String[] arguments, Map<String, String> environment, Program program) {
    PlainArguments plain =
        PlainArguments.read(arguments, environment, VALUE_OPTIONS, FLAGS, OTHERS);
    if (plain == null || !plain.words().isEmpty()) {
      return null;
    }
    ServerCommand command = new ServerCommand(program.texts(arguments, ServerCommand.class));
    command.err = program.err();
    try {
      for (Map.Entry<String, String> option : plain.options().entrySet()) {
        command.set(option.getKey(), option.getValue());
      }
      return command;
    } catch (InvalidValueException e) {
      return null;
    }
  }

  private void set(String option, String value) {
    switch (option) {
      case "--host" -> host = new HostConverter().convert(value);
      case "--tcp-port" -> tcpPort = new PortConverter().convert(value);
      case "--udp-port" -> udpPort = new PortConverter().convert(value);
      case "--only" -> only = new WordConverter<>(List.of(Protocol.values())).convert(value);
      case "--framing" -> framing = new WordConverter<>(List.of(Framing.values())).convert(value);
      case "--reply" -> reply = new ReplyConverter().convert(value);
      case "--exit-word" -> exitWord = value;
      case "--max-message-bytes" -> maxMessageBytes = new PositiveNumberConverter().convert(value);
      case "--transport" -> transport = new TransportConverter().convert(value);
      case "--threads" -> threads = new ThreadsConverter().convert(value);
      case "--lang" -> new WordConverter<>(List.of(Language.values())).convert(value);
      case "--quiet" -> quiet = true;
      default -> throw new IllegalArgumentException("option=" + option);
    }
  }

  /** The program's command line, speaking {@code texts}. */
  public static CommandLine commandLine(Texts texts) {
    return new OptionGroups()
        .group(
            "group.wire",
            "--host",
            "--tcp-port",
            "--udp-port",
            "--only",
            "--framing",
            "--reply",
            "--exit-word",
            "--max-message-bytes")
        .group("group.limits", GuardOptions.NAMES)
        .group("group.tls", TlsOptions.NAMES)
        .group("group.running", "--transport", "--threads", "--quiet")
        .group("group.general", "--lang", "--help", "--version")
        .applyTo(new CommandLine(new ServerCommand(texts)));
  }

  @Override
  public Integer call() throws InterruptedException {
    TlsSetup tls = tlsOptions == null ? null : tlsOptions.setup(host, only, texts);
    ServerConfig config = config(tls);
    StopSignal stop = new StopSignal();
    try (ServerConsole console =
            new ServerConsole(channel(FileDescriptor.out), channel(FileDescriptor.err), texts);
        AcuseServer server =
            AcuseServer.start(
                config, quiet ? SessionObserver.NONE : console, new ProgramGuard(console, texts))) {
      if (tls != null) {
        tls.watch(console); // before anyone is told that it is up, and sends a signal
      }
      if (config.protocols().contains(Protocol.TCP)) {
        console.listening(Protocol.TCP, server.tcpAddress());
      }
      if (config.protocols().contains(Protocol.UDP)) {
        console.listening(Protocol.UDP, server.udpAddress());
      }
      if (server.maxBufferedBytes() < SMALL_BUFFER_BUDGET_BYTES) {
        console.smallBufferBudget(server.maxBufferedBytes());
      }
      stop.await();
      return ExitCode.OK;
    } catch (ListenException e) {
      printCannotListen(err(), e);
      return ExitCode.CANNOT_START;
    } catch (OutOfMemoryError e) {
      err().println(NAME + ": " + texts.text("start.noMemory", e.getMessage()));
      return ExitCode.CANNOT_START;
    }
  }

  private static WritableByteChannel channel(FileDescriptor descriptor) {
    return new FileOutputStream(descriptor).getChannel();
  }

  private PrintWriter err() {
    return err != null ? err : spec.commandLine().getErr();
  }

  private ServerConfig config(TlsSetup tls) {
    ServerConfigBuilder config =
        ServerConfig.builder()
            .host(host)
            .tcpPort(tcpPort)
            .udpPort(udpPort)
            .framing(framing)
            .reply(reply)
            .exitWord(ExitWord.of(exitWord))
            .maxMessageBytes(maxMessageBytes)
            .transport(transport);
    if (guardOptions != null) {
      guardOptions.check(texts);
      config.guard(guardOptions::configure);
    }
    if (only != null) {
      config.only(only);
    }
    if (threads != null) {
      config.threads(threads);
    }
    if (tls != null) {
      config.tls(tls.tls());
    }
    return config.build();
  }

  private void printCannotListen(PrintWriter out, ListenException e) {
    String where = e.protocol() + " " + NetUtil.toSocketAddressString(e.address());
    String option = "--" + e.protocol().name().toLowerCase(Locale.ROOT) + "-port";
    String what =
        switch (e.reason()) {
          case PORT_IN_USE ->
              e.holder()
                  .map(holder -> texts.text("listen.heldBy", where, describe(holder), option))
                  .orElseGet(() -> texts.text("listen.inUse", where, option));
          case NOT_PERMITTED -> texts.text("listen.notPermitted", where, option);
          case NOT_LOCAL -> texts.text("listen.notLocal", where);
          case TOO_MANY_FILES -> texts.text("listen.tooManyFiles", where);
          case OTHER -> texts.text("listen.other", where, e.getCause().getMessage());
        };
    out.println(NAME + ": " + what);
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

  private static final class HostConverter implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String value) {
      try {
        if (!value.isBlank()) {
          return InetAddress.getByName(value);
        }
      } catch (UnknownHostException e) {
        // said below
      }
      throw new InvalidValueException("value.host");
    }
  }

  private static final class ThreadsConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return WholeNumber.parse(value, 1, ServerConfig.MAX_THREADS);
    }
  }

  private static final class ReplyConverter implements ITypeConverter<ReplyTemplate> {
    @Override
    public ReplyTemplate convert(String value) {
      try {
        ReplyTemplate template = ReplyTemplate.parse(value);
        if (!ServerConfig.fitsDatagram(template)) {
          throw new InvalidValueException("value.reply.tooLong", Protocol.MAX_DATAGRAM_BYTES);
        }
        return template;
      } catch (InvalidTemplateException e) {
        throw new InvalidValueException(
            e.repeated() ? "value.reply.repeated" : "value.reply.unknown",
            TerminalText.escape(e.placeholder()));
      }
    }
  }

  private static final class TransportConverter implements ITypeConverter<IoTransport> {
    @Override
    public IoTransport convert(String value) {
      IoTransport transport = new WordConverter<>(IoTransport.class).convert(value);
      if (!transport.isAvailable()) {
        throw new InvalidValueException("value.transport");
      }
      return transport;
    }
  }
}
