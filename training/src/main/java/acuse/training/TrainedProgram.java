package acuse.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of which an archive can be made: first a JVM notes the classes that it loads, then
 * another keeps what it makes of them (JEP 310). That is a whole ("static") archive, with the JDK's
 * classes in it.
 *
 * @param name also that of its module
 * @param training the class that runs the program's code, in a JVM with the program's class path
 */
record TrainedProgram(String name, String training) {
  private static final String CLASSES = "classes.lst";
  private static final String ARCHIVE = "classes.jsa";

  /** The input of the client. */
  private static final String INPUT = "uno\ndos\n";

  private static final int PATIENCE_SECONDS = 60;

  /**
   * Whether there is no archive, or a jar has changed since. A JVM looks at the program's jars'
   * times.
   */
  boolean isArchiveOutdated(Path root) throws IOException {
    Path archive = target(root).resolve(ARCHIVE);
    if (!Files.exists(archive) || Files.size(archive) == 0) {
      return true;
    }
    boolean isOutdated = isNewer(jar(root), archive) || isNewer(trainingJar(root), archive);
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(target(root).resolve("lib"), "*.jar")) {
      for (Path library : libraries) {
        isOutdated |= isNewer(library, archive);
      }
    }
    return isOutdated;
  }

  private static boolean isNewer(Path file, Path than) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
  }

  /**
   * Makes the archive; a running program keeps the one that it has mapped.
   *
   * @throws IOException if it is an empty file afterwards, from which the start script sees that
   *     this was tried
   */
  void makeArchive(Path root, Path java) throws IOException, InterruptedException {
    Path archive = target(root).resolve(ARCHIVE);
    Path draft = target(root).resolve(ARCHIVE + ".new");
    Path classes = target(root).resolve(CLASSES);
    Files.deleteIfExists(archive);
    Files.createFile(archive);
    Files.deleteIfExists(classes);
    // The trainer's jar comes last: the program's class path has to be a prefix of it.
    run(
        root,
        java,
        "-XX:DumpLoadedClassList=" + classes,
        "-cp",
        jar(root) + System.getProperty("path.separator") + trainingJar(root),
        training);
    List<String> programs = new ArrayList<>(Files.readAllLines(classes));
    programs.removeIf(line -> line.contains("acuse/training/"));
    Files.write(classes, programs);
    run(
        root,
        java,
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + classes,
        "-XX:SharedArchiveFile=" + draft,
        "-cp",
        jar(root).toString());
    Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Runs a JVM with the program's options. */
  private void run(Path root, Path java, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(java.toString(), "@" + root.resolve("bin").resolve(name + ".jvm")));
    command.add("-XX:+UseSerialGC");
    command.add("-Dacuse.stdout=1");
    command.add(
        "--add-opens=java.base/java.nio=ALL-UNNAMED"); // as the manifest of the server's jar
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .keySet()
        .removeIf(variable -> variable.startsWith("ACUSE_") || variable.endsWith("JAVA_OPTIONS"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process jvm = builder.start();
    try {
      jvm.getOutputStream().write(INPUT.getBytes(UTF_8));
      jvm.getOutputStream().close();
    } catch (IOException e) {
      // It reads nothing.
    }
    if (!jvm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      jvm.destroyForcibly();
      throw new IOException("no end after " + PATIENCE_SECONDS + " s: " + command);
    }
    if (jvm.exitValue() != 0) {
      throw new IOException("status=" + jvm.exitValue() + " of " + command);
    }
  }

  private Path target(Path root) {
    return root.resolve(name).resolve("target");
  }

  private Path jar(Path root) {
    return target(root).resolve("acuse-" + name + ".jar");
  }

  private static Path trainingJar(Path root) {
    return root.resolve("training").resolve("target").resolve("acuse-training.jar");
  }
}
