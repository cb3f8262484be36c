package acuse.server.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How a program of ours is started as a process of its own. */
public final class JavaProgram {
  /** Of the jars that tests have, those that the program has, too. */
  private static final List<String> OF_THE_PROGRAM =
      List.of("classes", "acuse-", "netty-", "jctools-", "picocli-");

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
        .filter(entry -> isOfTheProgram(Path.of(entry).getFileName().toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfTheProgram(String file) {
    return OF_THE_PROGRAM.stream().anyMatch(file::contains);
  }
}
