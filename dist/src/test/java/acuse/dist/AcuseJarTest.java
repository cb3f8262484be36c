package acuse.dist;

import static acuse.dist.Installed.environment;
import static acuse.dist.Installed.runJar;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.FileConverter;
import acuse.common.text.FileName;
import acuse.dist.Installed.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar acuse.jar}, in an ASCII locale. */
class AcuseJarTest {
  private static final String NAME = "java -jar " + Installed.JAR;

  @TempDir Path folder;

  @Test
  void itIsSmallAndHoldsTheLicencesOfWhatIsInIt() throws IOException {
    assertThat(Files.size(Installed.JAR)).isLessThan(8_000_000);
    try (JarFile jar = new JarFile(Installed.JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/licenses/jline.txt")).contains("without modification");
      assertThat(jar.getEntry("META-INF/NOTICE")).isNull();
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.endsWith("module-info.class") || name.endsWith("INDEX.LIST"))
          .noneMatch(name -> name.startsWith("acuse/training/") || name.contains("bouncycastle"))
          .filteredOn(name -> name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.xml"))
          .contains("META-INF/maven/io.netty/netty-handler/pom.xml")
          .noneMatch(name -> name.contains("compression") || name.contains("netty-all"));
    }
  }

  @Test
  void itsManifestGivesTheProgramsWhatTheirOwnJarsDo() throws IOException {
    try (JarFile jar = new JarFile(Installed.JAR.toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Multi-Release")).isEqualTo("true");
      assertThat(attributes.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
      assertThat(attributes.getValue("Add-Opens")).isEqualTo("java.base/java.nio");
      assertThat(attributes.getValue("Implementation-Version")).isNotEmpty();
    }
  }

  private static String text(JarFile jar, String entry) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void withoutAWordItSaysWhichThereAre() {
    assertThat(runJar(environment()))
        .isEqualTo(
            new Finished(
                2,
                "",
                NAME
                    + ": which program? The first word has to be server or client\n"
                    + ("Try '" + NAME + " --help'.\n")));
  }

  @Test
  void anUnknownWordIsNamed() {
    assertThat(runJar(environment("ACUSE_LANG", "es"), "servidor-ñ"))
        .isEqualTo(
            new Finished(
                2,
                "",
                NAME
                    + ": «servidor-ñ» no es ningún programa; la primera palabra tiene que ser"
                    + " server o client\n"
                    + ("Prueba «" + NAME + " --help».\n")));
  }

  @ParameterizedTest
  @CsvSource({"--help, Usage", "-h, Usage", "--lang=es --help, Uso", "--version, Acuse 1"})
  void aQuestionIsAnswered(String arguments, String beginning) {
    Finished answer = runJar(environment(), arguments.split(" "));
    assertThat(answer.out()).startsWith(beginning);
    assertThat(answer).isEqualTo(new Finished(0, answer.out(), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void bothProgramsKnowTheVersionAndTheirName(String program) {
    assertThat(runJar(environment(), program, "--version").out()).startsWith("Acuse 1");
    assertThat(runJar(environment(), program, "--help").out())
        .contains("Usage: " + NAME + " " + program + " [OPTION...]");
    assertThat(runJar(environment(), program, "--foo"))
        .isEqualTo(
            new Finished(
                2,
                "",
                NAME
                    + (" " + program + ": unknown option: --foo\n")
                    + ("Try '" + NAME + " " + program + " --help'.\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"completion", "client completion"})
  void completionIsForBothPrograms(String arguments) {
    Finished script = runJar(environment(), arguments.split(" "));
    assertThat(script.status()).isZero();
    assertThat(script.out()).contains("--tcp-port", "--protocol", "complete -F _complete_acuse ");
  }

  @Test
  void accentsOfArgumentsFilesAndInputArriveInAnAsciiLocale() throws IOException {
    Path options = Files.writeString(file("opciones-ñ.txt"), "--protocol tcp \"año ñu\"");
    try (EchoPeer peer = new EchoPeer()) {
      assertThat(runJar(environment(), "client", "--protocol=tcp", peer.portOption(), "ñandú"))
          .isEqualTo(new Finished(0, "ñandú\n", ""));
      assertThat(runJar(environment(), "client", peer.portOption(), "@" + bytes(options)))
          .isEqualTo(new Finished(0, "año ñu\n", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "server, --tls-cert=%1$s --tls-key=%1$s, --tls-key cannot be '%1$s': cannot be read",
    "server, @%1$s, cannot read the options file '%1$s'",
    "client, @%1$s, cannot read the options file '%1$s'",
    "client, --protocol=tcp --tls --tls-ca=%1$s x, --tls-ca cannot be '%1$s': cannot be read",
  })
  void aFileThatCannotBeOpenedIsNamedInAnAsciiLocale(
      String program, String arguments, String complaint) throws IOException {
    String missing = bytes(file("falta-ñ"));
    Finished finished =
        runJar(environment(), (program + " " + String.format(arguments, missing)).split(" "));
    assertThat(finished.err()).contains(String.format(complaint, missing));
    assertThat(finished.status()).isEqualTo(2);
  }

  /** The tests themselves may run in a locale that cannot spell it. */
  private Path file(String name) {
    return new FileConverter().convert(folder + "/" + name);
  }

  private static String bytes(Path file) {
    return FileName.shown(file);
  }

  @Test
  void theServerServesAndStopsBySigterm() throws IOException, InterruptedException {
    Map<String, String> environment = environment();
    Process server =
        Installed.start(
            environment,
            Installed.javaJar("server", "--tcp-port=0", "--udp-port=0"),
            ProcessBuilder.Redirect.DISCARD);
    try (var out = server.inputReader(StandardCharsets.UTF_8)) {
      List<String> ports =
          List.of(out.readLine(), out.readLine()).stream()
              .map(line -> line.substring(line.lastIndexOf(':') + 1))
              .toList();
      assertThat(
              runJar(environment, "client", "--protocol=tcp", "--port=" + ports.get(0), "ñ").out())
          .isEqualTo("Servidor TCP recibió: ñ\n");
      assertThat(
              runJar(environment, "client", "--protocol=udp", "--port=" + ports.get(1), "ñ").out())
          .isEqualTo("Servidor UDP recibió: ñ\n");
      server.destroy();
      assertThat(server.waitFor()).isZero();
    } finally {
      server.destroyForcibly();
    }
  }
}
