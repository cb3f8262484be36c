package acuse.client.interop;

import static acuse.client.interop.Tool.NC;
import static acuse.client.interop.Tool.PYTHON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bin/server} and {@code bin/client} as people call them, in a copy of the sources in which
 * nothing is built. The first call builds; after it, a Maven that always fails stands in the way.
 */
@InteropTest
final class LaunchScriptsTest {
  private static final Duration BUILD_TIME = Duration.ofMinutes(4);

  @TempDir static Path scratch;

  /** A name with a space, as people's folders have. */
  private static Path checkout;

  private static Map<String, String> withoutMaven;

  @BeforeAll
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  static void buildACopyByStartingIt() throws IOException {
    checkout = scratch.resolve("a copy");
    copySources(Path.of("..").toRealPath(), checkout);
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=Acuse", "-c", "user.email=", "commit", "--quiet", "--message=as it is");

    Finished first = script("client", Map.of(), "--version").awaitEnd(BUILD_TIME);
    assertThat(first.status()).as(first.err()).isZero();

    Path fakes = Files.createDirectories(scratch.resolve("fakes"));
    Files.writeString(
        Files.createFile(
            fakes.resolve("mvn"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))),
        "#!/bin/sh\necho 'Maven was called' >&2\nexit 1\n");
    withoutMaven = Map.of("PATH", fakes + ":" + System.getenv("PATH"));
  }

  /** However often the programs were started, git sees nothing of it. */
  @AfterAll
  static void theWorkingTreeIsAsItWas() {
    assertThat(git("status", "--porcelain")).isEmpty();
  }

  @Test
  void theSecondStartNeedsNoMaven() {
    try (PeerProcess server = server()) {
      assertThat(client("--protocol=tcp", "--port=" + tcpPort(server), "hola").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: hola\n"));
      assertThat(client("--protocol=udp", "--port=" + udpPort(server), "hola").finish())
          .isEqualTo(Finished.saying("Servidor UDP recibió: hola\n"));
    }
  }

  @Test
  void aChangedSourceNeedsMaven() throws IOException {
    Path source = checkout.resolve("client/src/main/java/acuse/client/ClientMain.java");
    Path jar = checkout.resolve("client/target/acuse-client.jar");
    FileTime before = Files.getLastModifiedTime(source);
    Files.setLastModifiedTime(source, laterThan(jar));
    try {
      Finished client = client("--version").finish();
      assertThat(client.status()).isEqualTo(70);
      assertThat(client.err()).contains("Maven was called").contains("mvn -DskipTests package");
    } finally {
      Files.setLastModifiedTime(source, before);
    }
  }

  /**
   * The JVM says of each class where it comes from. JDK 17 takes no classes from an archive if
   * there is a space in their path, so this is a copy of the copy, for which archives are made
   * anew.
   */
  @ParameterizedTest
  @CsvSource({"server, acuse.server.ServerCommand", "client, acuse.client.ClientCommand"})
  void classesComeFromTheArchive(String program, String type) throws IOException {
    Map<String, String> environment = new HashMap<>(withoutMaven);
    environment.put("ACUSE_JAVA_OPTIONS", "-Xshare:on -Xlog:class+load");
    Path folder = Files.createTempDirectory("acuse-archived");
    String copy = "cp -a \"$0/.\" \"$1\" && echo >\"$1/target/built\"";
    List<String> copying = List.of("sh", "-c", copy, checkout.toString(), folder.toString());
    assertThat(PeerProcess.start(scratch, copying).finish().status()).isZero();
    String start = folder.resolve("bin").resolve(program).toString();
    Finished end = PeerProcess.start(scratch, List.of(start, "--version"), environment).finish();
    PeerProcess.start(scratch, List.of("rm", "-r", folder.toString())).finish();
    assertThat(end.status()).as(end.err()).isZero();
    assertThat(end.err()).contains(type + " source: shared objects file");
  }

  /** They are outdated when a jar is newer, and when they are for another Java. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunningServerOutlivesThatArchivesAreMadeAnew(boolean anotherJava) throws IOException {
    Path built = checkout.resolve("target/built");
    Path archive = checkout.resolve("client/target/classes.jsa");
    FileTime time = Files.getLastModifiedTime(built);
    try (PeerProcess server = server()) {
      String port = tcpPort(server);
      Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
      if (anotherJava) {
        Files.writeString(built, "/another/java\n");
        Files.setLastModifiedTime(built, time);
      }
      for (String message : List.of("uno", "dos")) {
        assertThat(client("--protocol=tcp", "--port=" + port, message).finish())
            .isEqualTo(Finished.saying("Servidor TCP recibió: " + message + "\n"));
      }
      assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(FileTime.fromMillis(0));
      assertThat(built).hasContent(ClientScript.java());
      server.signal("TERM");
      assertThat(server.awaitEnd().status()).isZero();
    }
  }

  @Test
  void anArchiveThatIsNoneCostsNoError() throws IOException {
    Path archive = checkout.resolve("client/target/classes.jsa");
    Path kept = Files.move(archive, archive.resolveSibling("kept"));
    try {
      Files.writeString(archive, "none");
      assertThat(client("--version").finish()).isEqualTo(jar("client", "--version").finish());
      Files.write(archive, new byte[0]);
      assertThat(client("--version").finish()).isEqualTo(jar("client", "--version").finish());
    } finally {
      Files.move(kept, archive, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void theJarNamesItsLibraries(String program) throws IOException {
    Path target = checkout.resolve(program).resolve("target");
    try (JarFile jar = new JarFile(target.resolve("acuse-" + program + ".jar").toFile());
        Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path").split(" "))
          .containsExactlyInAnyOrderElementsOf(
              libraries.map(library -> "lib/" + library.getFileName()).toList());
    }
  }

  /** Replies alone are on stdout, and nothing is on stderr, on any JDK. */
  @Test
  void javaJarServesAndTalksToo() {
    try (PeerProcess server = jar("server", "--tcp-port=0", "--udp-port=0")) {
      String tcp = "--port=" + tcpPort(server);
      String udp = "--port=" + udpPort(server);
      assertThat(jar("client", "--protocol=tcp", tcp, "ñandú").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: ñandú\n"));
      assertThat(jar("client", "--protocol=udp", udp, "ñandú").finish())
          .isEqualTo(Finished.saying("Servidor UDP recibió: ñandú\n"));
      for (String protocol : List.of("tcp", "udp")) {
        String port = protocol.equals("tcp") ? tcp : udp;
        assertThat(jar("client", "--protocol=" + protocol, port).send("uno\ndos\n").finish())
            .extracting(Finished::status, Finished::err)
            .containsExactly(0, "");
      }
      server.signal("TERM");
      Finished end = server.awaitEnd();
      assertThat(end.status()).isZero();
      assertThat(end.err()).isEmpty();
    }
  }

  private static PeerProcess jar(String program, String... arguments) {
    List<String> command = new ArrayList<>(ClientScript.javaJar(bin(program)));
    command.addAll(Arrays.asList(arguments));
    return PeerProcess.start(scratch, command, withoutMaven);
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void aSymbolicLinkInAnotherFolderWorks(String program) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "elsewhere");
    Path link = Files.createSymbolicLink(folder.resolve("one"), bin(program));
    Files.createSymbolicLink(folder.resolve("another"), link.getFileName());
    Finished direct =
        PeerProcess.start(checkout, List.of(bin(program).toString(), "--version"), withoutMaven)
            .finish();
    for (String called : List.of("./one", "./another", folder.resolve("another").toString())) {
      assertThat(PeerProcess.start(folder, List.of(called, "--version"), withoutMaven).finish())
          .isEqualTo(direct);
    }
    assertThat(direct.status()).isZero();
    assertThat(direct.out()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aTakenPortIsStatus1AndItsHolderIsNamed(String protocol) {
    String holder =
        """
        import socket, sys
        tcp = sys.argv[1] == "tcp"
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM)
        s.bind(("127.0.0.1", 0))
        if tcp:
            s.listen()
        print("puerto", s.getsockname()[1])
        sys.stdin.read()
        """;
    try (PeerProcess python = PYTHON.start("-c", holder, protocol)) {
      String port = python.awaitOut("puerto (\\d+)\n").group(1);
      Finished server =
          script(
                  "server",
                  withoutMaven,
                  "--tcp-port=" + (protocol.equals("tcp") ? port : "0"),
                  "--udp-port=" + (protocol.equals("udp") ? port : "0"))
              .finish();
      assertThat(server.status()).isEqualTo(1);
      assertThat(server.out()).isEmpty();
      assertThat(server.err())
          .contains(protocol.toUpperCase(Locale.ROOT) + " 127.0.0.1:" + port)
          .contains("el proceso " + python.pid() + " (")
          .contains("--" + protocol + "-port")
          .doesNotContain("\tat ");
    }
  }

  /** The shell has become the JVM: the signal arrives, and the status is the program's own. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalStopsTheServerWithStatus0(String signal) {
    try (PeerProcess server = server();
        PeerProcess peer = NC.start(Tool.LOOPBACK, tcpPort(server))) {
      peer.send("hola\n").awaitOut("recibió: hola\n");
      server.signal(signal);
      Finished finished = server.awaitEnd();
      assertThat(finished.status()).isZero();
      assertThat(finished.err()).isEmpty();
      assertThat(finished.out())
          .contains("Mensaje recibido (TCP) de 127.0.0.1:")
          .contains(": hola");
    }
  }

  @Test
  void wrongUsageIsStatus2() {
    Finished server = script("server", withoutMaven, "--tcp-port=muchos").finish();
    assertThat(server.status()).isEqualTo(2);
    assertThat(server.out()).isEmpty();
    assertThat(server.err()).contains("--tcp-port").contains("muchos");
  }

  /** A locale without UTF-8 is no reason to send question marks. */
  @Test
  void anArgumentSurvivesTheCLocale() {
    Map<String, String> environment = Map.of("LC_ALL", "C", "PATH", withoutMaven.get("PATH"));
    try (PeerProcess server = server();
        PeerProcess client =
            script("client", environment, "--protocol=tcp", "--port=" + tcpPort(server), "ñandú")) {
      assertThat(client.finish()).isEqualTo(Finished.saying("Servidor TCP recibió: ñandú\n"));
    }
  }

  /** Systemd's descriptors begin at 3, where a script may want to keep something of its own. */
  @Test
  void theSocketsOfSystemdKeepTheirNumbers() {
    assertThat(
            SocketActivation.restartTwice(
                "127.0.0.1", "", false, List.of(bin("server").toString())))
        .isEqualTo(Finished.saying(SocketActivation.ALL_ANSWERED));
  }

  /** Everything that has been built stays behind. */
  private static void copySources(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (Set.of("target", ".git").contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    Finished git = PeerProcess.start(checkout, command).finish();
    assertThat(git.status()).as(git.err()).isZero();
    return git.out();
  }

  private static FileTime laterThan(Path file) throws IOException {
    return FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(10));
  }

  private static PeerProcess server() {
    return script("server", withoutMaven, "--tcp-port=0", "--udp-port=0");
  }

  private static PeerProcess client(String... arguments) {
    return script("client", withoutMaven, arguments);
  }

  /** Called from a folder that has nothing to do with Acuse. */
  private static PeerProcess script(
      String name, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(bin(name).toString()));
    command.addAll(Arrays.asList(arguments));
    return PeerProcess.start(scratch, command, environment);
  }

  private static Path bin(String name) {
    return checkout.resolve("bin").resolve(name);
  }

  private static String tcpPort(PeerProcess server) {
    return server
        .awaitOut("Servidor TCP esperando conexiones en 127\\.0\\.0\\.1:(\\d+)\n")
        .group(1);
  }

  private static String udpPort(PeerProcess server) {
    return server.awaitOut("Servidor UDP esperando mensajes en 127\\.0\\.0\\.1:(\\d+)\n").group(1);
  }
}
