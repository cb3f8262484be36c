package acuse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The packages of this build, and programs that run with an environment of their own. */
final class Installed {
  static final Path JAR = Path.of("target/acuse.jar").toAbsolutePath();
  static final Path EXECUTABLE = Path.of("target/acuse").toAbsolutePath();
  static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  static final Path JAVA = JAVA_HOME.resolve("bin/java");

  private static final int LIMIT_SECONDS = 50;

  /**
   * How a program ended.
   *
   * @param out its stdout, as UTF-8
   * @param err its stderr, as UTF-8
   */
  record Finished(int status, String out, String err) {}

  private Installed() {}

  /** Nothing of the environment of the tests but this Java, in English, in an ASCII locale. */
  static Map<String, String> environment(String... more) {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", JAVA_HOME.toString(), "LC_ALL", "C"));
    environment.put("ACUSE_LANG", "en");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  static List<String> javaJar(String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** {@code java -jar acuse.jar}, with no more input than {@code hola}. */
  static Finished runJar(Map<String, String> environment, String... arguments) {
    return run(environment, javaJar(arguments));
  }

  static Finished run(Map<String, String> environment, Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(Arrays.asList(arguments));
    return run(environment, command);
  }

  /**
   * Runs until nobody writes to stdout and stderr any more. The input is a file, because a pipe
   * breaks where the program ends before it reads.
   */
  static Finished run(Map<String, String> environment, List<String> command) {
    try {
      Path in = Files.writeString(Files.createTempFile("acuse", ".in"), "hola\n");
      Path err = Files.createTempFile("acuse", ".err");
      Process process =
          builder(environment, command)
              .redirectInput(in.toFile())
              .redirectError(err.toFile())
              .start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end of " + command);
      }
      Finished finished = new Finished(process.exitValue(), out, Files.readString(err));
      Files.delete(in);
      Files.delete(err);
      return finished;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Process start(
      Map<String, String> environment, List<String> command, ProcessBuilder.Redirect err)
      throws IOException {
    return builder(environment, command).redirectError(err).start();
  }

  private static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }
}
