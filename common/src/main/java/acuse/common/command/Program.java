package acuse.common.command;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Runs a picocli command with the habits that both of Acuse's programs share: its language, options
 * from the environment and from files, and errors of one or two lines.
 */
public final class Program {
  private final Map<String, String> environment;
  private final PrintWriter err;

  /** Takes options from {@code environment} too, and complains on stderr. */
  public Program(Map<String, String> environment) {
    this(environment, utf8(FileDescriptor.err));
  }

  Program(Map<String, String> environment, PrintWriter err) {
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
    Language language = Language.of(arguments, environment);
    Texts texts = Texts.of(speaker, language);
    CommandLine commandLine = command.apply(texts);
    UsageErrors usageErrors =
        new UsageErrors(Texts.of(Program.class, language), texts, environment);
    commandLine
        .setOut(utf8(FileDescriptor.out))
        .setErr(err)
        .setResourceBundle(texts.bundle())
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setOverwrittenOptionsAllowed(true)
        .registerConverter(boolean.class, new YesOrNoConverter())
        .registerConverter(Framing.class, new WordConverter<>(Framing.class))
        .registerConverter(Protocol.class, new WordConverter<>(Protocol.class))
        .registerConverter(Language.class, new WordConverter<>(Language.class))
        .setParameterExceptionHandler(usageErrors)
        .setExecutionExceptionHandler(
            (bug, executed, parsed) -> {
              bug.printStackTrace(executed.getErr());
              return ExitCode.BUG;
            });
    for (String argument : arguments) {
      if (isUnreadableFile(argument)) {
        return usageErrors.handleUnreadableFile(commandLine, argument.substring(1));
      }
    }
    try {
      return commandLine.execute(arguments);
    } catch (ParameterException nestedFile) {
      return usageErrors.handleParseException(nestedFile, arguments);
    }
  }

  /** The language that {@code arguments} ask for, or else the environment does. */
  public Texts texts(String[] arguments, Class<?> speaker) {
    return Texts.of(speaker, Language.of(arguments, environment));
  }

  /** Runs a command whose options are set already, as {@link #run} would. */
  public int run(Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception bug) {
      bug.printStackTrace(err);
      return ExitCode.BUG;
    }
  }

  /** Where complaints go. */
  public PrintWriter err() {
    return err;
  }

  /**
   * Picocli takes {@code @name} for a plain argument when there is no such file: a mistyped name
   * would be sent as a message. {@code @@text} is how a text that starts with {@code @} is written.
   */
  private static boolean isUnreadableFile(String argument) {
    if (argument.length() < 2 || argument.charAt(0) != '@' || argument.charAt(1) == '@') {
      return false;
    }
    Path file = Path.of(argument.substring(1));
    return !Files.isReadable(file) || Files.isDirectory(file);
  }

  /** UTF-8 whatever the locale: with {@code LANG=C} the JVM would print question marks. */
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
