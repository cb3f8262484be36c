package acuse.dist;

import acuse.common.command.ExitCode;
import acuse.common.command.GivenText;
import acuse.common.command.ProgramName;
import acuse.common.command.VersionProvider;
import acuse.common.stdio.DescriptorOutput;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.Language;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A command line whose first word names neither program: a question, or a mistake. */
final class NoProgram {
  private static final int MAX_SHOWN_CHARS = 200;

  private final String[] arguments;
  private final Texts texts;

  NoProgram(String[] decoded) {
    StandardDescriptors.reserve();
    arguments = GivenText.arguments(decoded);
    texts = Texts.of(NoProgram.class, Language.of(arguments, GivenText.environment()));
  }

  /** Answers, and returns the exit status. */
  int answer() {
    if (arguments.length > 0 && arguments[0].equals(Completion.WORD)) {
      return print(Completion.of(command(), texts));
    }
    for (String argument : arguments) {
      switch (argument) {
        case "-h", "--help" -> {
          return print(texts.text("help", name()));
        }
        case "-V", "--version" -> {
          return print(VersionProvider.version());
        }
        default -> {
          // Perhaps a later one is a question.
        }
      }
    }
    return complain(
        arguments.length == 0
            ? texts.text("program.missing")
            : texts.text("program.unknown", shown(arguments[0])));
  }

  private static String name() {
    return ProgramName.of(ProgramName.ofJar());
  }

  /** Of the jar itself, the name that people would give it. */
  private static String command() {
    return ProgramName.of("acuse");
  }

  private int print(String text) {
    DescriptorOutput out = StandardDescriptors.out();
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    writer.println(text);
    writer.flush();
    if (out.failure() == null || DescriptorOutput.isReaderGone(out.failure())) {
      return ExitCode.OK;
    }
    return complain(texts.text("output.failed", out.failure().getMessage()));
  }

  private int complain(String what) {
    PrintWriter err = new PrintWriter(StandardDescriptors.err(), true, StandardCharsets.UTF_8);
    err.println(name() + ": " + what);
    err.println(texts.text("try", name()));
    return ExitCode.USAGE;
  }

  private static String shown(String typed) {
    return typed.length() > MAX_SHOWN_CHARS
        ? TerminalText.escape(typed.substring(0, MAX_SHOWN_CHARS)) + "…"
        : TerminalText.escape(typed);
  }
}
