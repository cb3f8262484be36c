package acuse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of components, and the list of licences, against what is shipped. */
class ComponentsTest {
  private static final Path COMPONENTS = Path.of("target/acuse-sbom.json");
  private static final Path LICENCES = Path.of("target/THIRD-PARTY.md");

  /** A package URL: pkg:maven/GROUP/NAME@VERSION?classifier=CLASSIFIER&type=jar. */
  private static final Pattern PURL =
      Pattern.compile(
          "\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@[^?]+\\?(?:classifier=([^&]+)&)?type=jar\"");

  @Test
  void theComponentsAreTheFilesOnTheClassPathsOfBothPrograms() throws IOException {
    Set<String> shipped = new TreeSet<>(Set.of("acuse-server.jar", "acuse-client.jar"));
    for (String program : new String[] {"server", "client"}) {
      try (Stream<Path> libraries = Files.list(Path.of("..", program, "target", "lib"))) {
        libraries.map(file -> file.getFileName().toString()).forEach(shipped::add);
      }
    }
    Set<String> named =
        components()
            .filter(component -> !component.group(2).equals("acuse-dist"))
            .map(ComponentsTest::fileName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).isEqualTo(shipped);
  }

  @Test
  void theLicenceOfEachComponentIsNamedAndItsTextIsInTheJar() throws IOException {
    String licences = Files.readString(LICENCES);
    Set<String> groups =
        components()
            .map(component -> component.group(1))
            .filter(group -> !group.equals("acuse"))
            .collect(Collectors.toSet());
    assertThat(groups).isNotEmpty().allMatch(group -> licences.contains("| `" + group + "` |"));
    try (var jar = new java.util.jar.JarFile(Installed.JAR.toFile())) {
      assertThat(Pattern.compile("META-INF/[\\w./-]+").matcher(licences).results())
          .isNotEmpty()
          .extracting(MatchResult::group)
          .allSatisfy(name -> assertThat(jar.getEntry(name)).as(name).isNotNull());
    }
  }

  private static Stream<MatchResult> components() throws IOException {
    return PURL.matcher(Files.readString(COMPONENTS)).results();
  }

  private static String fileName(MatchResult component) {
    String classifier = component.group(3);
    return component.group(2) + (classifier == null ? "" : "-" + classifier) + ".jar";
  }
}
