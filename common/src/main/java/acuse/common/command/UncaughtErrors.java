package acuse.common.command;

import acuse.common.stdio.DescriptorLimit;

/**
 * Ends the program when a thread of it has ended by an error, for the others would wait for it. Too
 * few descriptors or too little memory are told in a line: where the JVM cannot open a jar or a
 * library any more, it says that there is no such class. Anything else is a bug of ours.
 *
 * <p>Nothing is loaded for that line, neither sentences nor what writes to stderr otherwise.
 */
public final class UncaughtErrors implements Thread.UncaughtExceptionHandler {
  private final String program;

  private UncaughtErrors(String program) {
    this.program = program;
  }

  /** From here on, on all threads. */
  public static void endTheProgram(String program) {
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtErrors(program));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    // No hooks of the JDK's either: those would load classes.
    Runtime.getRuntime().halt(statusOf(error));
  }

  private int statusOf(Throwable error) {
    if (error instanceof OutOfMemoryError) {
      System.err.println(program + ": falta memoria / out of memory: ACUSE_JAVA_OPTIONS=-Xmx...");
      return ExitCode.USAGE;
    }
    if (DescriptorLimit.isReached()) {
      System.err.println(program + ": muy pocos descriptores / too few descriptors: ulimit -n");
      return ExitCode.USAGE;
    }
    error.printStackTrace();
    return ExitCode.BUG;
  }
}
