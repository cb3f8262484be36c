package acuse.common.command;

import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in two lines what was wrong with a command line, in the reader's language. */
final class UsageErrors implements IParameterExceptionHandler {
  private static final int MAX_SHOWN_CHARS = 200;

  private final Texts texts;
  private final Texts programTexts;
  private final Map<String, String> environment;

  UsageErrors(Texts texts, Texts programTexts, Map<String, String> environment) {
    this.texts = texts;
    this.programTexts = programTexts;
    this.environment = environment;
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    return print(error.getCommandLine(), describe(error));
  }

  int handleOptionFile(CommandLine commandLine, OptionFileException error) {
    return print(
        commandLine, texts.text(error.problem().textKey(), shown(error.file()), error.detail()));
  }

  /** The command line was right, but its output could not be written. */
  int handleFailedOutput(CommandLine commandLine, IOException failure) {
    commandLine
        .getErr()
        .println(
            commandLine.getCommandSpec().qualifiedName()
                + ": "
                + texts.text("output.failed", failure.getMessage()));
    return ExitCode.USAGE;
  }

  /** The options do not go together, which shows after they were parsed. */
  int handle(UsageException error, String program, PrintWriter err) {
    return print(program, err, programTexts.text(error.textKey(), error.textValues()));
  }

  private int print(CommandLine commandLine, String what) {
    return print(commandLine.getCommandSpec().qualifiedName(), commandLine.getErr(), what);
  }

  private int print(String program, PrintWriter err, String what) {
    err.println(program + ": " + what);
    err.println(texts.text("usage.try", program));
    return ExitCode.USAGE;
  }

  private String describe(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      return texts.text(
          unmatched.isUnknownOption() ? "usage.unknownOption" : "usage.unexpectedArgument",
          shown(argument));
    }
    if (error instanceof MissingParameterException missing) {
      return texts.text(
          "usage.missing",
          missing.getMissing().stream().map(UsageErrors::name).collect(Collectors.joining(", ")));
    }
    if (error.getCause() instanceof InvalidValueException invalid) {
      return texts.text(
          "usage.value",
          source(error.getArgSpec(), error.getValue()),
          shown(error.getValue()),
          sentence(invalid));
    }
    return shown(error.getMessage());
  }

  private String sentence(InvalidValueException invalid) {
    Texts owner = texts.bundle().containsKey(invalid.textKey()) ? texts : programTexts;
    return owner.text(invalid.textKey(), invalid.textValues());
  }

  /** Where the value stands, so that it can be found: the option, or the variable it came from. */
  private String source(ArgSpec argument, String value) {
    if (argument instanceof OptionSpec option) {
      String variable = EnvironmentDefaults.variable(option, environment);
      if (variable != null && value.equals(environment.get(variable))) {
        return variable;
      }
    }
    return name(argument);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** Enough of what somebody typed to recognize it. */
  private static String shown(String typed) {
    return typed.length() > MAX_SHOWN_CHARS
        ? TerminalText.escape(typed.substring(0, MAX_SHOWN_CHARS)) + "…"
        : TerminalText.escape(typed);
  }
}
