package acuse.client;

import acuse.client.codec.BatchOutputStream;
import acuse.client.connect.Connector;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.input.ArgumentMessages;
import acuse.client.input.StreamMessages;
import acuse.client.output.JsonOutput;
import acuse.client.output.OutputFormat;
import acuse.client.output.Phrases;
import acuse.client.output.PlainOutput;
import acuse.client.output.StandardOutput;
import acuse.client.output.Tally;
import acuse.client.output.TranscriptOutput;
import acuse.client.terminal.TerminalDialogue;
import acuse.client.tls.ClientTls;
import acuse.common.command.CommonOptions;
import acuse.common.command.CountConverter;
import acuse.common.command.DurationConverter;
import acuse.common.command.ExitCode;
import acuse.common.command.GivenText;
import acuse.common.command.InvalidValueException;
import acuse.common.command.OptionGroups;
import acuse.common.command.PlainArguments;
import acuse.common.command.PortConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.Program;
import acuse.common.command.UncaughtErrors;
import acuse.common.command.VersionProvider;
import acuse.common.command.WholeNumber;
import acuse.common.command.WordConverter;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.HangUp;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.common.text.Utf8Text;
import acuse.common.text.Utf8Text.NotUtf8Exception;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code client} program: options, what goes in and out, and the exit status. */
@Command(
    name = ClientCommand.NAME,
    versionProvider = VersionProvider.class,
    customSynopsis = "client [OPTION...] [MESSAGE...]",
    sortOptions = false)
public final class ClientCommand implements Callable<Integer> {
  static final String NAME = "client";

  /** There is no doubt about the framing of our own messages. */
  static final List<Framing> FRAMINGS = List.of(Framing.LINE, Framing.RAW, Framing.LENGTH);

  private static final int TCP_WINDOW_MESSAGES = 16 * 1024;
  private static final int UDP_WINDOW_MESSAGES = 1;

  private static final Set<String> VALUE_OPTIONS =
      Set.of(
          "--protocol",
          "--host",
          "--port",
          "--framing",
          "--timeout",
          "--retries",
          "--window",
          "--format",
          "--lang");
  private static final Set<String> FLAGS = Set.of("--no-history", "--verbose");
  private static final Set<String> OTHERS =
      Set.of("--tls", "--tls-ca", "--tls-cert", "--tls-key", "--tls-insecure");

  private static final ExitWord EXIT_WORD = ExitWord.of(Message.EXIT_WORD);

  private static final boolean STDIN_IS_TERMINAL = StandardDescriptors.isInTerminal();

  private static final boolean STDOUT_IS_TERMINAL = StandardDescriptors.isOutTerminal();

  private final Texts texts;
  private final Map<String, String> environment = System.getenv();

  /** A class of its own: the first lambda costs a start several milliseconds. */
  private final Consumer<String> notices =
      new Consumer<>() {
        @Override
        public void accept(String notice) {
          err().println(NAME + ": " + notice);
        }
      };

  /** Null if the command line was read without picocli: then there was nothing wrong with it. */
  @Spec private CommandSpec spec;

  private PrintWriter err;

  @Option(
      names = "--protocol",
      paramLabel = "tcp|udp",
      completionCandidates = CompletionWords.Protocols.class)
  private Protocol protocol;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      converter = HostConverter.class)
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "PORT", converter = PeerPortConverter.class)
  private Integer port;

  @Option(
      names = "--framing",
      paramLabel = "MODE",
      defaultValue = "line",
      completionCandidates = CompletionWords.Framings.class,
      converter = FramingConverter.class)
  private Framing framing = Framing.LINE;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = DurationConverter.class)
  private Duration timeout = Duration.ofSeconds(2);

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      converter = CountConverter.class)
  private int retries;

  @Option(names = "--window", paramLabel = "N", converter = PositiveNumberConverter.class)
  private Integer window;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = CompletionWords.Formats.class,
      converter = FormatConverter.class)
  private OutputFormat format;

  @Option(names = "--no-history")
  private boolean noHistory;

  @Option(names = "--verbose")
  private boolean verbose;

  /** Null if the command line was read without picocli: then nobody wants TLS. */
  @Mixin TlsOptions tlsOptions;

  @Mixin CommonOptions commonOptions;

  private Optional<ClientTls> tls = Optional.empty();

  @Parameters(paramLabel = "MESSAGE")
  private List<String> arguments = new ArrayList<>();

  ClientCommand(Texts texts) {
    this.texts = texts;
  }

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] decoded) {
    UncaughtErrors.endTheProgram(NAME);
    StandardDescriptors.reserve();
    System.exit(run(decoded));
  }

  /** Runs the program, and returns its exit status. */
  public static int run(String[] decoded) {
    String[] arguments = GivenText.arguments(decoded);
    Map<String, String> environment = GivenText.environment();
    Program program = new Program(environment);
    ClientCommand plain = ofPlain(arguments, environment, program);
    return plain != null
        ? program.run(plain)
        : program.run(arguments, ClientCommand.class, texts -> commandLine(texts, arguments));
  }

  /**
   * The command that picocli would make of {@code arguments}, without picocli.
   *
   * @return null if only picocli knows what to make of them
   */
  static ClientCommand ofPlain(
      String[] arguments, Map<String, String> environment, Program program) {
    PlainArguments plain =
        PlainArguments.read(arguments, environment, VALUE_OPTIONS, FLAGS, OTHERS);
    if (plain == null
        || !plain.options().containsKey("--protocol")
        || arguments[0].equals(CompletionCommand.NAME)) {
      return null;
    }
    ClientCommand command = new ClientCommand(program.texts(arguments, ClientCommand.class));
    command.err = program.err();
    command.arguments = plain.words();
    try {
      for (Map.Entry<String, String> option : plain.options().entrySet()) {
        command.set(option.getKey(), option.getValue());
      }
      return command.hasOneLineEach() ? command : null;
    } catch (InvalidValueException e) {
      return null;
    }
  }

  private void set(String option, String value) {
    switch (option) {
      case "--protocol" ->
          protocol = new WordConverter<>(List.of(Protocol.values())).convert(value);
      case "--host" -> host = new HostConverter().convert(value);
      case "--port" -> port = new PeerPortConverter().convert(value);
      case "--framing" -> framing = new FramingConverter().convert(value);
      case "--timeout" -> timeout = new DurationConverter().convert(value);
      case "--retries" -> retries = new CountConverter().convert(value);
      case "--window" -> window = new PositiveNumberConverter().convert(value);
      case "--format" -> format = new FormatConverter().convert(value);
      case "--lang" -> new WordConverter<>(List.of(Language.values())).convert(value);
      case "--no-history" -> noHistory = true;
      case "--verbose" -> verbose = true;
      default -> throw new IllegalArgumentException("option=" + option);
    }
  }

  /** The program's command line, speaking {@code texts}. */
  public static CommandLine commandLine(Texts texts) {
    CommandLine commandLine =
        new OptionGroups()
            .group(
                "group.peer",
                "--protocol",
                "--host",
                "--port",
                "--framing",
                "--timeout",
                "--retries",
                "--window",
                "--tls") // names its own further options, which the manual explains
            .group(
                "group.output",
                "--format",
                "--lang",
                "--no-history",
                "--verbose",
                "--help",
                "--version")
            .applyTo(new CommandLine(new ClientCommand(texts)));
    // The synopsis says what these would, in a line of the screen instead of four.
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST);
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    return commandLine.addSubcommand(new CompletionCommand(commandLine));
  }

  /** Only as the first word is "completion" a command; elsewhere it is a message. */
  static CommandLine commandLine(Texts texts, String... arguments) {
    CommandLine commandLine = commandLine(texts);
    if (arguments.length == 0 || !arguments[0].equals(CompletionCommand.NAME)) {
      commandLine.getCommandSpec().removeSubcommand(CompletionCommand.NAME);
    }
    return commandLine;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!hasOneLineEach()) {
      throw new ParameterException(spec.commandLine(), texts.text("usage.lineBreak"));
    }
    if (tlsOptions != null) {
      tlsOptions.check(protocol, texts);
      tls = tlsOptions.load(texts);
      if (tlsOptions.trustsAnyone()) {
        notices.accept(texts.text("tls.insecure"));
      }
    }
    int status = converse();
    return isTerminalGone() ? HangUp.STATUS : status;
  }

  private static boolean isTerminalGone() {
    return (STDIN_IS_TERMINAL && HangUp.endsProgram(FileDescriptor.in))
        || (STDOUT_IS_TERMINAL && HangUp.endsProgram(StandardDescriptors.outDescriptor()));
  }

  private int converse() throws InterruptedException {
    boolean atTerminal = STDIN_IS_TERMINAL && STDOUT_IS_TERMINAL;
    try {
      if (atTerminal && (arguments.isEmpty() || protocol == null)) {
        return talkAtTerminal(TerminalDialogue.open(EXIT_WORD, environment, !noHistory));
      }
      return talkInPipe();
    } catch (PeerException e) {
      return new Verdict(texts, notices).of(e, config());
    } catch (IOException e) {
      return new Verdict(texts, notices).of(e);
    }
  }

  /** Null if the terminal cannot be taken over: then the terminal edits lines by itself. */
  private int talkAtTerminal(TerminalDialogue opened) throws IOException, InterruptedException {
    if (opened == null) {
      return talkInPipe();
    }
    try (TerminalDialogue dialogue = opened) {
      while (protocol == null) {
        String answer = dialogue.ask(texts.text("transcript.askProtocol"));
        if (answer == null) {
          return ExitCode.OK;
        }
        protocol = protocolCalled(answer);
      }
      if (arguments.isEmpty()) {
        return talkIn(dialogue);
      }
    }
    return talkInPipe();
  }

  private int talkIn(TerminalDialogue dialogue) throws IOException, InterruptedException {
    Phrases phrases = Phrases.of(texts, protocol);
    if (dialogue.hasColour(environment)) {
      phrases = phrases.inColour();
    }
    dialogue.setPrompt(phrases.prompt());
    AnswerSink output = output(dialogue.out(), phrases, false);
    Tally tally = new Tally(dialogue.inTurns(output), dialogue::show, texts);
    try {
      return talk(dialogue, tally);
    } catch (PeerException e) {
      dialogue.leaveLine();
      throw e;
    }
  }

  private int talkInPipe() throws IOException, InterruptedException {
    StreamMessages stdin = new StreamMessages(StandardDescriptors.in(), EXIT_WORD);
    if (protocol == null) {
      if (STDIN_IS_TERMINAL) {
        err().print(texts.text("transcript.askProtocol"));
        err().flush();
      }
      byte[] answer = stdin.takeLine();
      protocol = answer == null ? null : protocolCalled(text(answer));
      if (protocol == null) {
        throw new ParameterException(spec.commandLine(), texts.text("usage.noProtocol"));
      }
    }
    StandardOutput stdout = new StandardOutput();
    Phrases phrases = format() == OutputFormat.TRANSCRIPT ? Phrases.of(texts, protocol) : null;
    AnswerSink output = output(new BatchOutputStream(stdout), phrases, true);
    int status =
        talk(
            arguments.isEmpty() ? stdin : new ArgumentMessages(arguments, EXIT_WORD),
            new Tally(output, notices, texts));
    stdout.check();
    return status;
  }

  private int talk(MessageSource messages, Tally tally) throws IOException, InterruptedException {
    try {
      Connector.talk(config(), messages, tally);
      return tally.allAnswered() ? ExitCode.OK : ExitCode.UNANSWERED;
    } finally {
      tally.end();
      if (verbose) {
        notices.accept(tally.summary());
      }
    }
  }

  private AnswerSink output(OutputStream out, Phrases phrases, boolean showMessages) {
    return switch (format()) {
      case TRANSCRIPT -> new TranscriptOutput(out, phrases, showMessages);
      case PLAIN -> new PlainOutput(out, STDOUT_IS_TERMINAL);
      case JSON -> new JsonOutput(out, protocol);
    };
  }

  private OutputFormat format() {
    if (format != null) {
      return format;
    }
    return STDOUT_IS_TERMINAL ? OutputFormat.TRANSCRIPT : OutputFormat.PLAIN;
  }

  private ClientConfig config() {
    if (tlsOptions != null) {
      tlsOptions.check(protocol, texts); // which may have been asked for
    }
    return new ClientConfig(
        protocol,
        host,
        port(),
        framing,
        timeout,
        retries,
        window != null ? window : defaultWindow(),
        tls);
  }

  private int port() {
    return port != null ? port : protocol.defaultPort();
  }

  /** A stream keeps its order with any number of messages in flight; datagrams start one by one. */
  private int defaultWindow() {
    return protocol == Protocol.TCP ? TCP_WINDOW_MESSAGES : UDP_WINDOW_MESSAGES;
  }

  /** With lines for messages, a line break in one would make it two. */
  private boolean hasOneLineEach() {
    if (protocol == Protocol.UDP || framing != Framing.LINE) {
      return true;
    }
    for (String message : arguments) {
      if (message.indexOf('\n') >= 0) {
        return false;
      }
    }
    return true;
  }

  private static Protocol protocolCalled(String answer) {
    return Arrays.stream(Protocol.values())
        .filter(each -> each.name().equalsIgnoreCase(answer.strip()))
        .findFirst()
        .orElse(null);
  }

  /** It chooses the protocol, and so is for us and no message: a byte order mark is dropped. */
  private String text(byte[] line) {
    try {
      return Utf8Text.decode(line);
    } catch (NotUtf8Exception e) {
      throw new ParameterException(spec.commandLine(), texts.text("usage.notUtf8"));
    }
  }

  private PrintWriter err() {
    return err != null ? err : spec.commandLine().getErr();
  }

  private static final class FramingConverter implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String value) {
      return new WordConverter<>(FRAMINGS).convert(value);
    }
  }

  /** A name is looked up when the client connects: an unknown name is status 3, not wrong usage. */
  private static final class HostConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.isBlank()) {
        throw new InvalidValueException("value.host");
      }
      return value;
    }
  }

  /** Nobody listens on port 0. */
  private static final class PeerPortConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return WholeNumber.parse(value, 1, PortConverter.MAX_PORT);
    }
  }

  private static final class FormatConverter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String value) {
      return new WordConverter<>(OutputFormat.class).convert(value);
    }
  }
}
