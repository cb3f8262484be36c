package acuse.dist.making;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/**
 * Writes a file that is both a shell script and a jar: a shell stops before the jar, and a JVM
 * looks for a jar at the end of a file.
 *
 * <pre>
 * #!/bin/sh   bin/jvm.sh   program.sh   archive.sh   the rest of acuse.sh   PK... the jar
 * </pre>
 */
public final class ExecutableJar {
  private ExecutableJar() {}

  /** Takes the folder of the clone, the jar, and the file to write. */
  public static void main(String[] arguments) throws IOException {
    Path bin = Path.of(arguments[0], "bin");
    Path parts = Path.of(arguments[0], "dist/src/main/sh");
    Path executable = Path.of(arguments[2]);
    String script =
        Files.readString(parts.resolve("acuse.sh"))
            .replace("@JVM@\n", Files.readString(bin.resolve("jvm.sh")))
            .replace("@PROGRAM@\n", Files.readString(parts.resolve("program.sh")))
            .replace("@ARCHIVE@\n", Files.readString(parts.resolve("archive.sh")))
            .replace("@SERVER_OPTIONS@", options(bin.resolve("server.jvm")))
            .replace("@CLIENT_OPTIONS@", options(bin.resolve("client.jvm")));
    Files.writeString(executable, script);
    try (OutputStream out = Files.newOutputStream(executable, StandardOpenOption.APPEND)) {
      Files.copy(Path.of(arguments[1]), out);
    }
    Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The words of an argument file, without its comments. */
  private static String options(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .collect(Collectors.joining(" "));
  }
}
