package acuse.server;

import acuse.common.command.CommonOptions;
import acuse.common.command.ExitCode;
import acuse.common.command.GivenText;
import acuse.common.command.InvalidValueException;
import acuse.common.command.OptionGroups;
import acuse.common.command.PortConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.Program;
import acuse.common.command.VersionProvider;
import acuse.common.command.WholeNumber;
import acuse.common.command.WordConverter;
import acuse.common.logging.BugsOnly;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.protocol.ReplyTemplate.InvalidTemplateException;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code server} program's command line: it makes a configuration of its options. */
@Command(name = ServerCommand.NAME, versionProvider = VersionProvider.class, sortOptions = false)
public final class ServerCommand implements Callable<Integer> {
  static final String NAME = "server";

  private final Texts texts;

  @Spec private CommandSpec spec;

  @Option(names = "--host", paramLabel = "HOST", converter = HostConverter.class)
  private InetAddress host = InetAddress.getLoopbackAddress();

  @Option(
      names = "--tcp-port",
      paramLabel = "PORT",
      defaultValue = "65432",
      converter = PortConverter.class)
  private int tcpPort;

  @Option(
      names = "--udp-port",
      paramLabel = "PORT",
      defaultValue = "65433",
      converter = PortConverter.class)
  private int udpPort;

  @Option(names = "--only", paramLabel = "tcp|udp")
  private Protocol only;

  @Option(names = "--framing", paramLabel = "MODE", defaultValue = "auto")
  private Framing framing;

  @Option(names = "--reply", paramLabel = "TEMPLATE", converter = ReplyConverter.class)
  private ReplyTemplate reply = ReplyTemplate.DEFAULT;

  @Option(names = "--exit-word", paramLabel = "WORD", defaultValue = "exit")
  private String exitWord;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "N",
      defaultValue = "" + ServerConfigBuilder.DEFAULT_MAX_MESSAGE_BYTES,
      converter = PositiveNumberConverter.class)
  private int maxMessageBytes;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      defaultValue = "auto",
      converter = TransportConverter.class)
  private IoTransport transport;

  @Option(names = "--threads", paramLabel = "N", converter = ThreadsConverter.class)
  private Integer threads;

  @Option(names = "--quiet")
  private boolean quiet;

  @Mixin GuardOptions guardOptions;

  @Mixin TlsOptions tlsOptions;

  @Mixin CommonOptions commonOptions;

  ServerCommand(Texts texts) {
    this.texts = texts;
  }

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] decoded) {
    StandardDescriptors.reserve();
    BugsOnly.install();
    System.exit(
        new Program(GivenText.environment())
            .run(GivenText.arguments(decoded), ServerCommand.class, ServerCommand::commandLine));
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
    if (StandardDescriptors.isOutClosed()) {
      spec.commandLine().getErr().println(NAME + ": " + texts.text("output.closed"));
      return ExitCode.USAGE;
    }
    guardOptions.check(texts);
    ServerProgram program = new ServerProgram(config(), quiet, texts, spec.commandLine().getErr());
    try {
      return program.run();
    } catch (PemException e) {
      throw tlsOptions.unusable(e, texts);
    }
  }

  private ServerConfig config() {
    ServerConfigBuilder config =
        ServerConfig.builder()
            .host(host)
            .tcpPort(tcpPort)
            .udpPort(udpPort)
            .framing(framing)
            .reply(reply)
            .exitWord(ExitWord.of(exitWord))
            .maxMessageBytes(maxMessageBytes)
            .transport(transport)
            .guard(guardOptions::configure);
    if (only != null) {
      config.only(only);
    }
    if (threads != null) {
      config.threads(threads);
    }
    tlsOptions.config(host, only, texts).ifPresent(config::tls);
    return config.build();
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
        throw new InvalidValueException(
            "value.transport", ServerProgram.describeMissing(transport));
      }
      return transport;
    }
  }
}
