package acuse.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * How a program of ours is started as a process of its own. Its classes come from jars, as those of
 * the installed program do: a jar is opened once, while a class in a folder needs a file descriptor
 * of its own, which a test may have taken away.
 */
public final class JavaProgram {
  /** Of the jars that tests have, those that the program has, too. */
  private static final List<String> OF_THE_PROGRAM =
      List.of("classes", "acuse-", "netty-", "jctools-", "picocli-", "gson-");

  private JavaProgram() {}

  /** The words of its command line. */
  public static List<String> command(
      List<String> jvmOptions, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED"); // as bin/server, or newer JDKs warn
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(), program.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> isOfTheProgram(entry.getFileName().toString()))
        .map(entry -> Files.isDirectory(entry) ? Jars.of(entry) : entry)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfTheProgram(String file) {
    return OF_THE_PROGRAM.stream().anyMatch(file::contains);
  }

  /** Jars of the folders that the build compiles into, made once for all tests of a JVM. */
  private static final class Jars {
    private static final ToolProvider JAR = ToolProvider.findFirst("jar").orElseThrow();
    private static final Map<Path, Path> MADE = new ConcurrentHashMap<>();

    static Path of(Path folder) {
      return MADE.computeIfAbsent(folder, Jars::make);
    }

    private static Path make(Path folder) {
      Path jar;
      try {
        jar = Files.createTempFile("acuse-", ".jar");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      jar.toFile().deleteOnExit();
      int status =
          JAR.run(
              System.out,
              System.err,
              "--create",
              "--no-compress",
              "--file=" + jar,
              "-C",
              folder.toString(),
              ".");
      assertThat(status).isZero();
      return jar;
    }
  }
}
