package acuse.dist;

import static acuse.dist.Installed.environment;
import static acuse.dist.Installed.run;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.dist.Installed.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code acuse}, copied to a folder, with a home of its own. */
class ExecutableJarTest {
  private static final long LIMIT_NANOS = 50_000_000_000L;

  @TempDir Path folder;

  private Path acuse;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    folder = folder.toRealPath();
    acuse = Files.copy(Installed.EXECUTABLE, folder.resolve("acuse"));
    home = Files.createDirectory(folder.resolve("home"));
  }

  private Map<String, String> atHome(String... more) {
    Map<String, String> environment = environment(more);
    environment.put("HOME", home.toString());
    return environment;
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void theFirstStartMakesAnArchiveAndTheSecondLoadsItsClassesFromThere(String program)
      throws Exception {
    assertThat(run(atHome(), acuse, program, "--version").out()).startsWith("Acuse 1");
    Path archive = archive(program);
    assertThat(Files.size(archive)).isGreaterThan(1_000_000);
    assertThat(tree(home.resolve(".cache")))
        .allSatisfy(
            file ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .matches("r.[-x]------"));
    assertThat(tree(home.resolve(".cache"))).noneMatch(file -> file.toString().endsWith(".new"));

    try (EchoPeer peer = new EchoPeer()) {
      Path log = folder.resolve("classes.log");
      Map<String, String> logged =
          atHome("ACUSE_JAVA_OPTIONS", "-Xshare:on -Xlog:class+load:file=" + log);
      if (program.equals("client")) {
        assertThat(run(logged, acuse, "client", "--protocol=tcp", peer.portOption(), "hola"))
            .isEqualTo(new Finished(0, "hola\n", ""));
      } else {
        serveOnce(logged);
      }
      // In no archive are some classes of picocli's for Java 5, and one that needs a library not
      // there.
      assertThat(Files.readAllLines(log))
          .filteredOn(line -> line.contains("source: file:") && !line.contains("] picocli."))
          .filteredOn(line -> !line.contains("Log4JLogger"))
          // Netty takes other classes on newer Java than the one that the list is of.
          .filteredOn(line -> line.contains("] acuse.") || Runtime.version().feature() == 17)
          .as("dist/train writes the lists of classes anew")
          .isEmpty();
    }
  }

  private void serveOnce(Map<String, String> environment) throws Exception {
    Process server =
        Installed.start(
            environment,
            List.of(acuse.toString(), "server", "--tcp-port=0", "--udp-port=0"),
            ProcessBuilder.Redirect.DISCARD);
    try (var out = server.inputReader()) {
      assertThat(out.readLine()).startsWith("TCP server waiting");
      assertThat(out.readLine()).startsWith("UDP server waiting");
      server.destroy();
      assertThat(server.waitFor()).isZero();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void anotherFileOfThatNameGetsAnotherArchive() throws Exception {
    run(atHome(), acuse, "client", "--version");
    Path archive = archive("client");
    Object first = Files.readAttributes(archive, "unix:ino").get("ino");
    Path other = Files.copy(acuse, folder.resolve("other"));
    Files.writeString(other, "\n", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(other, FileTime.fromMillis(0));
    Files.move(other, acuse, StandardCopyOption.REPLACE_EXISTING);
    run(atHome(), acuse, "client", "--version");
    awaitThat(() -> !first.equals(Files.readAttributes(archive, "unix:ino").get("ino")));
  }

  @Test
  void programsThatAreStartedAtOnceMakeOneArchive() throws Exception {
    List<Process> programs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      programs.add(
          Installed.start(
              atHome(),
              List.of(acuse.toString(), "client", "--version"),
              ProcessBuilder.Redirect.DISCARD));
    }
    for (Process program : programs) {
      assertThat(program.waitFor()).isZero();
    }
    Path archive = archive("client");
    assertThat(tree(archive.getParent())).hasSize(3);
    assertThat(run(atHome("ACUSE_JAVA_OPTIONS", "-Xshare:on"), acuse, "client", "--version"))
        .matches(finished -> finished.status() == 0);
  }

  /** Whatever makes the archive must not keep anybody waiting for the end of the output. */
  @Test
  void theOutputEndsWithTheProgram() throws Exception {
    Path fakes = Files.createDirectory(folder.resolve("fakes"));
    Path gate = folder.resolve("gate");
    assertThat(run(environment(), Path.of("/usr/bin/mkfifo"), gate.toString()).status()).isZero();
    executable(fakes.resolve("nice"), "#!/bin/sh\nread -r _ <" + gate + "\nexit 1\n");
    Map<String, String> environment = atHome("PATH", fakes + ":/usr/bin:/bin");
    assertThat(run(environment, acuse, "client", "--version").out()).startsWith("Acuse 1");
    Files.writeString(gate, "\n");
    awaitThat(() -> Files.exists(made("client")));
    assertThat(Files.exists(jsa("client"))).isFalse();
    // A failed attempt is not repeated.
    executable(fakes.resolve("nice"), "#!/bin/sh\ntouch " + gate + ".again\n");
    run(environment, acuse, "client", "--version");
    assertThat(Files.exists(Path.of(gate + ".again"))).isFalse();
  }

  @Test
  void nothingIsMadeOrUsedWhereOthersCanWrite() throws Exception {
    run(atHome(), acuse, "client", "--version");
    archive("client");
    Map<String, String> strict = atHome("ACUSE_JAVA_OPTIONS", "-Xshare:on -XX:+PrintFlagsFinal");
    assertThat(run(strict, acuse, "client", "--version").err()).contains("java.jsa");
    for (String open : List.of("rwxrwx---", "rwx---rwx")) {
      for (Path each : List.of(home.resolve(".cache"), home.resolve(".cache/acuse"))) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(open));
        Finished finished = run(strict, acuse, "client", "--version");
        assertThat(finished.out()).startsWith("Acuse 1");
        assertThat(finished.err()).doesNotContain("java.jsa");
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/nowhere/at/all", "/proc", "relative"})
  void withoutAHomeItRunsWithoutAWord(String nowhere) {
    Map<String, String> environment = environment();
    if (!nowhere.isEmpty()) {
      environment.put("HOME", nowhere);
    }
    Finished finished = run(environment, acuse, "client", "--version");
    assertThat(finished).isEqualTo(new Finished(0, finished.out(), ""));
  }

  @ParameterizedTest
  @CsvSource({
    "acuse-client, --foo, acuse-client",
    "acuse-server, --foo, acuse-server",
    "acuse, client --foo, acuse client",
    "acuse, server --foo, acuse server",
  })
  void errorsAndHelpSayTheNameThatWasCalled(String link, String arguments, String name)
      throws IOException {
    Path called = folder.resolve(link);
    if (!Files.exists(called)) {
      Files.createSymbolicLink(called, acuse);
    }
    assertThat(run(environment(), called, arguments.split(" ")))
        .isEqualTo(
            new Finished(2, "", name + ": unknown option: --foo\nTry '" + name + " --help'.\n"));
    assertThat(run(environment(), called, arguments.replace("--foo", "--help").split(" ")).out())
        .contains("Usage: " + name + " [OPTION...]");
  }

  @Test
  void theFirstWordIsNoMessage() throws Exception {
    try (EchoPeer peer = new EchoPeer()) {
      assertThat(run(environment(), acuse, "client", "--protocol=tcp", peer.portOption(), "client"))
          .isEqualTo(new Finished(0, "client\n", ""));
      assertThat(run(environment(), acuse, "client", "--protocol=tcp", peer.portOption()))
          .isEqualTo(new Finished(0, "hola\n", ""));
    }
  }

  @Test
  void aMissingOrOldJavaIsSaid() throws Exception {
    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Map<String, String> environment = environment("JAVA_HOME", folder.resolve("old").toString());
    assertThat(run(environment, acuse, "client", "x").err())
        .startsWith("acuse client: no hay Java en JAVA_HOME / there is no Java in JAVA_HOME: ");
    executable(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Finished finished = run(environment, acuse, "client", "x");
    assertThat(finished.status()).isEqualTo(70);
    assertThat(finished.err()).contains("Java 17 or newer is needed: " + java + ": 11 ");
  }

  @Test
  void aClosedInputIsAnEmptyOne() throws Exception {
    try (EchoPeer peer = new EchoPeer()) {
      Finished finished =
          run(
              environment(),
              Path.of("/bin/sh"),
              "-c",
              "exec \"$@\" <&-",
              "sh",
              acuse.toString(),
              "client",
              "--protocol=tcp",
              peer.portOption());
      assertThat(finished).isEqualTo(new Finished(0, "", ""));
    }
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jsa(String program) {
    return cached(program, ".jsa");
  }

  private Path made(String program) {
    return cached(program, ".made");
  }

  private Path cached(String program, String ending) {
    return Path.of(home + "/.cache/acuse/" + program + acuse + Installed.JAVA + ending);
  }

  /** The archive, once it is finished. */
  private Path archive(String program) throws Exception {
    Path lock = cached(program, ".lock");
    awaitThat(() -> Files.exists(made(program)) && !Files.exists(lock));
    return jsa(program);
  }

  private interface Condition {
    boolean isMet() throws IOException;
  }

  private static void awaitThat(Condition condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.isMet()) {
      assertThat(System.nanoTime() - start).isLessThan(LIMIT_NANOS);
      Thread.sleep(20); // nobody tells when a process in the background is done
    }
  }

  private static List<Path> tree(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.toList();
    }
  }
}
