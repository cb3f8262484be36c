package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.command.OpenFiles;
import acuse.common.command.ProgramName;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Starts the {@code server} program, if it may open enough files for that, and tells Netty how to
 * run before any class of Netty's is there.
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
    configureNetty();
    int filesNeeded = jarsOfClassPath() + FILES_BESIDE_JARS;
    if (!OpenFiles.canOpen(filesNeeded)) {
      Texts texts = Texts.of(ServerMain.class, Language.of(arguments, System.getenv()));
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
          .println(
              ProgramName.of(ProgramName.SERVER)
                  + ": "
                  + texts.text("start.openFiles", filesNeeded));
      System.exit(ExitCode.CANNOT_START);
    }
    ServerCommand.main(arguments);
  }

  private static void configureNetty() {
    // It would start the JDK's flight recorder with its first buffer, and the first client would
    // wait.
    setUnlessGiven("io.netty.jfr.enabled", "false");
    setUnlessGiven("io.netty.leakDetection.level", "disabled");
    // With this and Add-Opens in the manifest, it counts direct memory itself, and refuses at once
    // when it is used up.
    setUnlessGiven("io.netty.tryReflectionSetAccessible", "true");
    // JDK 25 would make code for each call by reflection, of which there are too few.
    setUnlessGiven("jdk.reflect.useNativeAccessorOnly", "true");
  }

  /** A user who starts the JVM with {@code -D} has decided. */
  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** A jar that was started by {@code java -jar} names the others in its manifest. */
  private static int jarsOfClassPath() {
    String classPath = System.getProperty("java.class.path");
    String[] libraries =
        new File(new File(classPath).getAbsoluteFile().getParentFile(), "lib")
            .list((folder, name) -> name.endsWith(".jar"));
    int jars = 1 + (libraries == null ? 0 : libraries.length);
    for (int i = 0; i < classPath.length(); i++) {
      jars += classPath.charAt(i) == File.pathSeparatorChar ? 1 : 0;
    }
    return jars;
  }
}
