package acuse.client;

import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.Connector;
import acuse.client.conversation.Conversation;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.input.ArgumentMessages;
import acuse.client.input.LineTooLongException;
import acuse.client.input.StreamMessages;
import acuse.client.output.OutputException;
import acuse.client.output.PlainOutput;
import acuse.client.output.StandardOutput;
import acuse.client.output.Tally;
import acuse.common.command.CommonOptions;
import acuse.common.command.CountConverter;
import acuse.common.command.DurationConverter;
import acuse.common.command.ExitCode;
import acuse.common.command.PortConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.Program;
import acuse.common.command.VersionProvider;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code client} program: options, what goes in and out, and the exit status. */
@Command(name = "client", versionProvider = VersionProvider.class, sortOptions = false)
public final class ClientCommand implements Callable<Integer> {
  private static final int STDOUT_BUFFER_BYTES = 64 * 1024;

  private static final int TCP_WINDOW_MESSAGES = 16 * 1024;
  private static final int UDP_WINDOW_MESSAGES = 1;

  private static final ExitWord EXIT_WORD = ExitWord.of(Message.EXIT_WORD);

  private final Texts texts;

  @Spec private CommandSpec spec;

  @Option(names = "--protocol", paramLabel = "tcp|udp", required = true)
  private Protocol protocol;

  @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1")
  private String host;

  @Option(names = "--port", paramLabel = "PORT", converter = PortConverter.class)
  private Integer port;

  @Option(names = "--framing", paramLabel = "line|raw|length", defaultValue = "line")
  private Framing framing;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = DurationConverter.class)
  private Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      converter = CountConverter.class)
  private int retries;

  @Option(names = "--window", paramLabel = "N", converter = PositiveNumberConverter.class)
  private Integer window;

  @Mixin CommonOptions commonOptions;

  @Parameters(paramLabel = "MESSAGE")
  private List<String> arguments = new ArrayList<>();

  ClientCommand(Texts texts) {
    this.texts = texts;
  }

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(
        new Program(System.getenv()).run(arguments, ClientCommand.class, ClientCommand::new));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    OutputStream stdout = new BufferedOutputStream(new StandardOutput(), STDOUT_BUFFER_BYTES);
    Tally tally = new Tally(new PlainOutput(stdout), err, texts);
    ClientConfig config = config();
    try (Conversation conversation = Connector.open(config)) {
      conversation.run(messages(), tally);
      return tally.allAnswered() ? ExitCode.OK : ExitCode.UNANSWERED;
    } catch (PeerException e) {
      print(err, describe(e, config));
      return e.reason() == Reason.BROKEN ? ExitCode.BROKEN : ExitCode.NOBODY_THERE;
    } catch (LineTooLongException e) {
      print(err, texts.text("input.lineTooLong", e.line(), e.maxBytes()));
      return ExitCode.USAGE;
    } catch (OutputException e) {
      if (e.isReaderGone()) {
        return ExitCode.OK;
      }
      print(err, texts.text("output.failed", e.getMessage()));
      return ExitCode.USAGE;
    } catch (IOException e) {
      print(err, texts.text("input.failed", e.getMessage()));
      return ExitCode.USAGE;
    }
  }

  private ClientConfig config() {
    return new ClientConfig(
        protocol,
        host,
        port != null ? port : protocol.defaultPort(),
        framing,
        timeout,
        retries,
        window != null ? window : defaultWindow());
  }

  /** A stream keeps its order however much is under way; datagrams start out one by one. */
  private int defaultWindow() {
    return protocol == Protocol.TCP ? TCP_WINDOW_MESSAGES : UDP_WINDOW_MESSAGES;
  }

  private MessageSource messages() {
    return arguments.isEmpty()
        ? new StreamMessages(new FileInputStream(FileDescriptor.in), EXIT_WORD)
        : new ArgumentMessages(arguments, EXIT_WORD);
  }

  private String describe(PeerException e, ClientConfig config) {
    String peer =
        config.protocol() + " " + TerminalText.escape(config.host()) + ":" + config.port();
    return switch (e.reason()) {
      case UNKNOWN_HOST -> texts.text("peer.unknownHost", TerminalText.escape(config.host()));
      case REFUSED -> texts.text("peer.refused", peer);
      case UNREACHABLE -> texts.text("peer.unreachable", peer);
      case BROKEN -> texts.text("peer.broken", peer, e.unanswered());
    };
  }

  private void print(PrintWriter err, String what) {
    err.println(spec.name() + ": " + what);
  }
}
