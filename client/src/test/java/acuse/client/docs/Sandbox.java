package acuse.client.docs;

import acuse.client.ClientMain;
import acuse.server.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder that an example's terminals are in: {@code bin/server} and {@code bin/client} start
 * the classes under test there, and nothing of the working tree is touched.
 */
final class Sandbox {

  private final Path folder;

  /** Variables of the examples, and those that keep them apart from the user who runs the tests. */
  private final Map<String, String> variables = new HashMap<>();

  Sandbox(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("bin"));
    script("server", ServerCommand.class);
    script("client", ClientMain.class);
    variables.putAll(
        Map.of(
            "LC_ALL", "C.UTF-8",
            "HOME", folder.toString(),
            "XDG_STATE_HOME", folder.toString(),
            "PYTHONUNBUFFERED", "1",
            // A busy machine is to be waited for.
            "ACUSE_TIMEOUT", "30s",
            "EXAMPLE_CLASS_PATH", System.getProperty("java.class.path"),
            "EXAMPLE_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString()));
  }

  private void script(String name, Class<?> main) throws IOException {
    String text =
        """
        #!/bin/sh
        exec "$EXAMPLE_JAVA" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
        --add-opens=java.base/java.nio=ALL-UNNAMED -Dio.netty.tryReflectionSetAccessible=true \
        -cp "$EXAMPLE_CLASS_PATH" %s "$@"
        """
            .formatted(main.getName());
    Path script = Files.writeString(folder.resolve("bin").resolve(name), text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path folder() {
    return folder;
  }

  /** Does what {@code export} does in a shell. */
  void export(String name, String value) {
    variables.put(name, value);
  }

  Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** Options in place of a terminal and of the default ports. */
  Map<String, String> variables(CommandLine line, List<String> output, ExamplePorts ports) {
    Map<String, String> more = new HashMap<>();
    if (line.runsClient()
        && line.clientWritesToTerminal()
        && !variables.containsKey("ACUSE_FORMAT")) {
      more.put("ACUSE_FORMAT", "transcript");
    }
    if (line.runsClient() && !line.text().contains("--port")) {
      int port = line.isUdp(this, output) ? ExamplePorts.UDP : ExamplePorts.TCP;
      more.put("ACUSE_PORT", String.valueOf(ports.real(port)));
    }
    if (line.runsServer() && !line.text().contains("--tcp-port")) {
      more.put("ACUSE_TCP_PORT", String.valueOf(ports.real(ExamplePorts.TCP)));
      more.put("ACUSE_UDP_PORT", String.valueOf(ports.real(ExamplePorts.UDP)));
    }
    return more;
  }

  void write(String file, List<String> lines) throws IOException {
    Files.write(folder.resolve(file), lines);
  }

  /** The text of a file in the sandbox; empty if there is no such file. */
  String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }

  /** A shell that runs {@code command}; what it says on stdout and stderr is one stream. */
  ProcessBuilder shell(String shell, String command, Map<String, String> more) {
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ACUSE_"));
    builder.environment().putAll(variables);
    builder.environment().putAll(more);
    return builder;
  }
}
