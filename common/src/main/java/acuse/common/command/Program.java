package acuse.common.command;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.DescriptorOutput;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Runs a picocli command with the habits that both of Acuse's programs share: its language, options
 * from the environment and from files, and errors of one or two lines.
 */
public final class Program {
  private final Map<String, String> environment;
  private final PrintWriter err;

  /** Takes options from {@code environment} too, and complains on stderr. */
  public Program(Map<String, String> environment) {
    this(environment, utf8(StandardDescriptors.err()));
  }

  /** The same, but complains on {@code err}. */
  public Program(Map<String, String> environment, PrintWriter err) {
    this.environment = Map.copyOf(environment);
    this.err = err;
  }

  /**
   * Parses {@code arguments} and runs the command.
   *
   * @param speaker the class that {@link Texts} finds the command's sentences beside
   * @param command makes the command line, given those sentences
   * @return the exit status; see {@link ExitCode}
   */
  public int run(String[] arguments, Class<?> speaker, Function<Texts, CommandLine> command) {
    String[] words;
    OptionFileException noOptionFile;
    try {
      words = OptionFiles.expand(arguments);
      noOptionFile = null;
    } catch (OptionFileException e) {
      words = arguments;
      noOptionFile = e;
    }
    Language language = Language.of(words, environment);
    Texts texts = Texts.of(speaker, language);
    CommandLine commandLine = command.apply(texts);
    DescriptorOutput out = StandardDescriptors.out();
    UsageErrors usageErrors =
        new UsageErrors(Texts.of(Program.class, language), texts, environment);
    RenamedTexts.rename(commandLine, ProgramName.of(commandLine.getCommandName()), texts.bundle());
    commandLine
        .setOut(utf8(out))
        .setErr(err)
        .setDefaultValueProvider(
            new EnvironmentDefaults(environment, commandLine.getDefaultValueProvider()))
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false) // done above
        .registerConverter(boolean.class, new YesOrNoConverter())
        .registerConverter(Path.class, new FileConverter())
        .registerConverter(Framing.class, new WordConverter<>(Framing.class))
        .registerConverter(Protocol.class, new WordConverter<>(Protocol.class))
        .registerConverter(Language.class, new WordConverter<>(Language.class))
        .setParameterExceptionHandler(usageErrors)
        .setExecutionExceptionHandler(
            (error, executed, parsed) ->
                statusOf(error, executed.getCommandSpec().qualifiedName(), usageErrors));
    int status =
        noOptionFile == null
            ? commandLine.execute(words)
            : usageErrors.handleOptionFile(commandLine, noOptionFile);
    return status == ExitCode.OK ? statusOfOutput(out, commandLine, usageErrors) : status;
  }

  /** Help that could not be written is no success; picocli's own writer does not report it. */
  private static int statusOfOutput(
      DescriptorOutput out, CommandLine commandLine, UsageErrors usageErrors) {
    commandLine.getOut().flush();
    IOException failure = out.failure();
    return failure == null || DescriptorOutput.isReaderGone(failure)
        ? ExitCode.OK
        : usageErrors.handleFailedOutput(commandLine, failure);
  }

  /** The language that {@code arguments} ask for, or else the environment does. */
  public Texts texts(String[] arguments, Class<?> speaker) {
    return Texts.of(speaker, Language.of(arguments, environment));
  }

  /**
   * Runs a command whose options were read already, as the other {@code run} would.
   *
   * @param name the program's
   * @param texts its sentences
   */
  public int run(Callable<Integer> command, String name, Texts texts) {
    try {
      return command.call();
    } catch (Exception error) {
      return statusOf(
          error,
          name,
          new UsageErrors(Texts.of(Program.class, texts.language()), texts, environment));
    }
  }

  /** The user's mistake, or else a bug of ours. */
  private int statusOf(Exception error, String name, UsageErrors usageErrors) {
    if (error instanceof UsageException usage) {
      return usageErrors.handle(usage, name, err);
    }
    error.printStackTrace(err);
    return ExitCode.BUG;
  }

  /** Where complaints go. */
  public PrintWriter err() {
    return err;
  }

  /** UTF-8 whatever the locale: with {@code LANG=C} the JVM would print question marks. */
  private static PrintWriter utf8(OutputStream out) {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }
}
