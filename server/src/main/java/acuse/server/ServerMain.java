package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.command.OpenFiles;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Starts the {@code server} program, if it may open enough files for that.
 *
 * <p>A class of its own, which needs nothing of any library: the JVM opens all jars to look for one
 * of their classes, and each stays open. With too few descriptors it could not even load {@link
 * ServerCommand}, and would say so in thirty lines.
 */
public final class ServerMain {
  /**
   * The files that a server with one event loop opens besides, 12 of them for good, with room for
   * some peers.
   */
  private static final int FILES_BESIDE_JARS = 22;

  private ServerMain() {}

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    int filesNeeded = jarsOfClassPath() + FILES_BESIDE_JARS;
    if (!OpenFiles.canOpen(filesNeeded)) {
      Texts texts = Texts.of(ServerMain.class, Language.of(arguments, System.getenv()));
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
          .println(ServerCommand.NAME + ": " + texts.text("start.openFiles", filesNeeded));
      System.exit(ExitCode.CANNOT_START);
    }
    ServerCommand.main(arguments);
  }

  private static int jarsOfClassPath() {
    int jars = 1;
    String classPath = System.getProperty("java.class.path");
    for (int i = 0; i < classPath.length(); i++) {
      jars += classPath.charAt(i) == File.pathSeparatorChar ? 1 : 0;
    }
    return jars;
  }
}
