package acuse.dist;

import acuse.common.command.ProgramName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes a class-data archive of this jar for one of its programs, with the JVM that runs this. From
 * it the program starts faster, on the same JVM and with the same path of the jar:
 *
 * <pre>
 * java -cp /usr/share/acuse/acuse.jar acuse.dist.ClassDataArchive server /var/lib/acuse/server.jsa
 * java -XX:SharedArchiveFile=/var/lib/acuse/server.jsa -jar /usr/share/acuse/acuse.jar server
 * </pre>
 *
 * <p>A JVM trusts an archive as it trusts a jar, so the file has to be where nobody else can write.
 */
public final class ClassDataArchive {
  private static final Set<String> PROGRAMS = Set.of(ProgramName.SERVER, ProgramName.CLIENT);

  private static final int PATIENCE_SECONDS = 120;

  private ClassDataArchive() {}

  /**
   * Takes the program, {@code server} or {@code client}, and the file to write. The exit status is
   * 0 if that is an archive now.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 2 || !PROGRAMS.contains(arguments[0])) {
      System.err.println("acuse.dist.ClassDataArchive server|client FILE");
      System.exit(2);
    }
    Path archive = Path.of(arguments[1]);
    Path classes = archive.resolveSibling(archive.getFileName() + ".classes");
    boolean isMade;
    try (InputStream list = ClassDataArchive.class.getResourceAsStream(arguments[0] + ".classes")) {
      Files.copy(list, classes, StandardCopyOption.REPLACE_EXISTING);
      isMade = dump(classes, archive);
    } finally {
      Files.deleteIfExists(classes);
    }
    System.exit(isMade ? 0 : 1);
  }

  /** The JVM looks up each class of the list, and writes what it makes of it (JEP 310). */
  private static boolean dump(Path classes, Path archive) throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:dump",
                "-Xlog:disable",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                System.getProperty("java.class.path"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    if (!jvm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      jvm.destroyForcibly();
    }
    return jvm.waitFor() == 0;
  }
}
