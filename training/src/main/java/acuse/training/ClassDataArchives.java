package acuse.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/**
 * Makes {@code server/target/classes.jsa} and {@code client/target/classes.jsa} anew where they are
 * older than a jar, or another JVM's. If that fails, the build goes on, for the programs start
 * without an archive too, only more slowly.
 *
 * <p>At the end {@code target/built} holds the path of the Java that the archives are for. Its time
 * is that of the build's start: a source that is changed later is newer.
 */
public final class ClassDataArchives {
  private static final List<TrainedProgram> PROGRAMS =
      List.of(
          new TrainedProgram("server", "acuse.training.ServerTraining"),
          new TrainedProgram("client", "acuse.training.ClientTraining"));

  private ClassDataArchives() {}

  /**
   * Called by Maven, and by {@code bin/build.sh} for another Java than Maven's.
   *
   * @param arguments the folder of the clone; if Maven calls, also when the build began
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]);
    Path built = root.resolve("target").resolve("built");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    FileTime since =
        arguments.length > 1
            ? FileTime.from(Instant.parse(arguments[1]))
            : Files.getLastModifiedTime(built);
    boolean isSameJava = Files.exists(built) && Files.readString(built).equals(java + "\n");
    for (TrainedProgram program : PROGRAMS) {
      try {
        if (!isSameJava || program.isArchiveOutdated(root)) {
          program.makeArchive(root, java);
        }
      } catch (IOException | RuntimeException e) {
        System.err.println("bin/" + program.name() + " will start more slowly: " + e.getMessage());
      }
    }
    Files.createDirectories(built.getParent());
    Path draft = built.resolveSibling("built.new");
    Files.writeString(draft, java + "\n");
    Files.setLastModifiedTime(draft, since);
    Files.move(draft, built, StandardCopyOption.ATOMIC_MOVE);
  }
}
