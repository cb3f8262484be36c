package acuse.client.interop;

import acuse.server.ServerCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Our own server as a process, from the classes under test. Killed when closed. */
final class ServerProgram implements AutoCloseable {
  private final PeerProcess process;
  private final int tcpPort;
  private final int udpPort;

  private ServerProgram(PeerProcess process) {
    this.process = process;
    this.tcpPort = Integer.parseInt(process.awaitOut("Servidor TCP .*:(\\d+)\n").group(1));
    this.udpPort = Integer.parseInt(process.awaitOut("Servidor UDP .*:(\\d+)\n").group(1));
  }

  /** Starts it with {@code arguments}; returns when it listens. */
  static ServerProgram start(String... arguments) {
    return new ServerProgram(run(List.of(), List.of(), arguments));
  }

  /** The same, where the shell first runs {@code before}, as to set limits. */
  static ServerProgram startAfter(String before, String... arguments) {
    return new ServerProgram(run(after(before), List.of(), arguments));
  }

  /** The same, for one that cannot start. */
  static Finished failAfter(String before, String... arguments) {
    return run(after(before), List.of(), arguments).awaitEnd();
  }

  /** Starts it on a JVM with these options besides. */
  static ServerProgram startOnJvm(List<String> jvmOptions, String... arguments) {
    return new ServerProgram(run(List.of(), jvmOptions, arguments));
  }

  /** The same, for one that cannot start. */
  static Finished failOnJvm(List<String> jvmOptions, String... arguments) {
    return run(List.of(), jvmOptions, arguments).awaitEnd();
  }

  private static List<String> after(String before) {
    return List.of("sh", "-c", before + "; exec \"$@\"", "sh");
  }

  private static PeerProcess run(
      List<String> launcher, List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(command(jvmOptions, arguments));
    return PeerProcess.start(Path.of("."), command);
  }

  /** The words that start it. */
  static List<String> command(String... arguments) {
    return command(List.of(), arguments);
  }

  private static List<String> command(List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", // as bin/server, or newer JDKs warn
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true"));
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ServerCommand.class.getName(),
            "--lang=es"));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  PeerProcess process() {
    return process;
  }

  int tcpPort() {
    return tcpPort;
  }

  int udpPort() {
    return udpPort;
  }

  @Override
  public void close() {
    process.close();
  }
}
