package acuse.client;

import acuse.client.codec.BatchOutputStream;
import acuse.client.connect.Connector;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ExpectedText;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.SourceException;
import acuse.client.input.ArgumentMessages;
import acuse.client.input.HexMessages;
import acuse.client.input.InputFormat;
import acuse.client.input.MessageForm;
import acuse.client.input.MessageForm.Problem;
import acuse.client.input.StreamMessages;
import acuse.client.output.ExpectedReplies;
import acuse.client.output.HexOutput;
import acuse.client.output.JsonOutput;
import acuse.client.output.NoOutput;
import acuse.client.output.OutputFormat;
import acuse.client.output.Phrases;
import acuse.client.output.PlainOutput;
import acuse.client.output.StandardOutput;
import acuse.client.output.Tally;
import acuse.client.output.TranscriptOutput;
import acuse.client.settings.ClientSettings;
import acuse.client.terminal.TerminalDialogue;
import acuse.client.tls.ClientTls;
import acuse.common.command.ExitCode;
import acuse.common.command.ProgramName;
import acuse.common.command.UsageException;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.HangUp;
import acuse.common.text.Texts;
import acuse.common.text.Utf8Text;
import acuse.common.text.Utf8Text.NotUtf8Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Runs the client as its settings say: who is asked for messages, where answers go, and the exit
 * status. It does not know how the settings were read. Runs once.
 *
 * <p>Most runs are short, and most of their time is loading classes: so there are no lambdas, and
 * no classes of TLS, terminals or picocli before they are needed.
 */
final class ClientProgram implements Callable<Integer> {
  /** For its complaints. */
  static final String NAME = ProgramName.of(ProgramName.CLIENT);

  private static final ExitWord EXIT_WORD = ExitWord.of(Message.EXIT_WORD);

  private final StandardStreams streams;
  private final Map<String, String> environment;
  private final Texts texts;

  /** A class of its own: the first lambda costs a start several milliseconds. */
  private final Consumer<String> notices =
      new Consumer<>() {
        @Override
        public void accept(String notice) {
          streams.err().println(NAME + ": " + notice);
        }
      };

  /** Replaced when the user chooses the protocol. */
  private ClientSettings settings;

  /** Set on the thread that reads messages, before it ends. */
  private volatile boolean anyBadLine;

  private Optional<ClientTls> tls = Optional.empty();

  /** Will run {@code settings}, and speak {@code texts}. */
  ClientProgram(
      ClientSettings settings,
      StandardStreams streams,
      Map<String, String> environment,
      Texts texts) {
    this.settings = settings;
    this.streams = streams;
    this.environment = environment;
    this.texts = texts;
  }

  /**
   * Talks until all messages have had their turn.
   *
   * @return the exit status
   * @throws UsageException if the user has to change the command line
   */
  @Override
  public Integer call() throws InterruptedException {
    if (settings.tls().isPresent()) {
      tls = Optional.of(TlsFiles.load(settings.tls().get(), texts, notices));
    }
    int status = converse();
    return streams.isTerminalGone() ? HangUp.STATUS : status;
  }

  private int converse() throws InterruptedException {
    try {
      if (settings.check()) {
        return check();
      }
      if (streams.isDialogue() && (hasNoMessages() || settings.protocol().isEmpty())) {
        return talkAtTerminal(TerminalDialogue.open(EXIT_WORD, environment, settings.history()));
      }
      return talkInPipe();
    } catch (PeerException e) {
      return new Verdict(texts, notices).of(e, settings.config(tls));
    } catch (IOException e) {
      Verdict verdict = new Verdict(texts, notices);
      return e instanceof SourceException source // to catch it would load its class at every start
          ? verdict.of(source, settings.config(tls))
          : verdict.of(e);
    }
  }

  /** Neither reads the input nor writes to stdout. Messages that are given are sent instead. */
  private int check() throws IOException, InterruptedException {
    if (hasNoMessages()) {
      ExpectedText expected =
          settings.expect().isEmpty() ? null : new ExpectedText(settings.expect().get());
      return new PortCheck(settings.config(tls), expected, texts, notices).run();
    }
    return talk(givenMessages(), new Tally(new NoOutput(), notices, texts));
  }

  /** Null if the terminal cannot be taken over: then the terminal edits lines by itself. */
  private int talkAtTerminal(TerminalDialogue opened) throws IOException, InterruptedException {
    if (opened == null) {
      return talkInPipe();
    }
    try (TerminalDialogue dialogue = opened) {
      while (settings.protocol().isEmpty()) {
        String answer = dialogue.ask(texts.text("transcript.askProtocol"));
        if (answer == null) {
          return ExitCode.OK;
        }
        choose(answer);
      }
      if (hasNoMessages()) {
        return talkIn(dialogue);
      }
    }
    return talkInPipe();
  }

  private int talkIn(TerminalDialogue dialogue) throws IOException, InterruptedException {
    Phrases phrases = Phrases.of(texts, settings.protocol().get());
    if (dialogue.hasColour(environment)) {
      phrases = phrases.inColour();
    }
    dialogue.setPrompt(phrases.prompt());
    if (settings.input() == InputFormat.HEX) {
      dialogue.takeHexadecimal(messageForm(), problem -> texts.text(badText(problem)));
    }
    AnswerSink output = output(dialogue.out(), phrases, false, dialogue.hasColour(environment));
    Tally tally = new Tally(dialogue.inTurns(output), dialogue::show, texts);
    try {
      return talk(dialogue, tally);
    } catch (PeerException e) {
      dialogue.leaveLine();
      throw e;
    }
  }

  private int talkInPipe() throws IOException, InterruptedException {
    StreamMessages stdin = new StreamMessages(streams.in(), EXIT_WORD);
    int linesBefore = settings.protocol().isEmpty() ? 1 : 0;
    if (settings.protocol().isEmpty()) {
      if (streams.isInTerminal()) {
        streams.err().print(texts.text("transcript.askProtocol"));
        streams.err().flush();
      }
      chooseByFirstLine(stdin.takeLine());
    }
    StandardOutput stdout = new StandardOutput(streams.out());
    Phrases phrases =
        format() == OutputFormat.TRANSCRIPT ? Phrases.of(texts, settings.protocol().get()) : null;
    AnswerSink output = output(new BatchOutputStream(stdout), phrases, true, hasColour());
    int status =
        talk(
            hasNoMessages() ? inFormat(stdin, linesBefore) : givenMessages(),
            new Tally(output, notices, texts));
    stdout.check();
    return status;
  }

  private int talk(MessageSource messages, Tally tally) throws IOException, InterruptedException {
    try {
      AnswerSink answers =
          settings.expect().isEmpty()
              ? tally
              : new ExpectedReplies(new ExpectedText(settings.expect().get()), tally);
      Connector.talk(settings.config(tls), messages, answers);
      return tally.allAnswered() && !anyBadLine ? ExitCode.OK : ExitCode.UNANSWERED;
    } finally {
      tally.end();
      if (settings.verbose()) {
        notices.accept(tally.summary());
      }
    }
  }

  private MessageSource givenMessages() {
    return inFormat(new ArgumentMessages(settings.messages(), EXIT_WORD), 0);
  }

  /**
   * The messages that {@code lines} mean.
   *
   * @param linesBefore how many lines the input had before them
   */
  private MessageSource inFormat(MessageSource lines, int linesBefore) {
    if (settings.input() == InputFormat.TEXT) {
      return lines;
    }
    return new HexMessages(lines, linesBefore, messageForm(), EXIT_WORD, this::tellBadLine);
  }

  /** The rest goes on. */
  private void tellBadLine(long number, byte[] line, Problem problem) {
    anyBadLine = true;
    notices.accept(
        texts.text("input.badLine", number, texts.text(badText(problem)), Tally.shown(line)));
  }

  private static String badText(Problem problem) {
    return problem == Problem.LINE_BREAK ? "usage.lineBreak" : "input.notHex";
  }

  private MessageForm messageForm() {
    return new MessageForm(isFramedByLines());
  }

  private boolean isFramedByLines() {
    return settings.protocol().get() == Protocol.TCP && settings.framing() == Framing.LINE;
  }

  /** Whether stdout is a terminal that shows colours, and the user wants them (no-color.org). */
  private boolean hasColour() {
    String terminal = environment.getOrDefault("TERM", "");
    return streams.isOutTerminal()
        && !terminal.isEmpty()
        && !terminal.equals("dumb")
        && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private AnswerSink output(
      OutputStream out, Phrases phrases, boolean showMessages, boolean inColour) {
    return switch (format()) {
      case TRANSCRIPT -> new TranscriptOutput(out, phrases, showMessages);
      case PLAIN -> new PlainOutput(out, streams.isOutTerminal());
      case HEX -> new HexOutput(out, texts, isFramedByLines(), inColour);
      case JSON -> new JsonOutput(out, settings.protocol().get());
    };
  }

  private OutputFormat format() {
    if (settings.format().isPresent()) {
      return settings.format().get();
    }
    return streams.isOutTerminal() ? OutputFormat.TRANSCRIPT : OutputFormat.PLAIN;
  }

  private boolean hasNoMessages() {
    return settings.messages().isEmpty();
  }

  /** The line is for us and no message, so a byte order mark before it is dropped. */
  private void chooseByFirstLine(byte[] line) {
    try {
      if (line != null) {
        choose(Utf8Text.decode(line));
      }
    } catch (NotUtf8Exception e) {
      throw new UsageException("usage.notUtf8");
    }
    if (settings.protocol().isEmpty()) {
      throw new UsageException("usage.noProtocol");
    }
  }

  /** Does nothing if {@code answer} is not a protocol's name. */
  private void choose(String answer) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.name().equalsIgnoreCase(answer.strip())) {
        settings = settings.withProtocol(protocol);
      }
    }
  }
}
