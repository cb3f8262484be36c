package acuse.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages' tests with a server in them, compiled and run as a reader would. */
final class EmbeddingTest {
  @ParameterizedTest
  @CsvSource({
    "README.md, EchoTest, hearsItsEcho",
    "README.es.md, EchoTest, hearsItsEcho",
    "docs/faults.md, LossTest, losesTheFirstMessage"
  })
  void theTestOnThePagePasses(String page, String test, String name, @TempDir Path folder)
      throws Exception {
    List<Box> boxes =
        Page.read(page).boxes().stream().filter(box -> box.language().equals("java")).toList();
    assertThat(boxes).hasSize(1);
    Path source = Files.write(folder.resolve(test + ".java"), boxes.get(0).lines());
    compile(source, folder);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Class<?> compiled = loader.loadClass(test);
      Constructor<?> constructor = compiled.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method method = compiled.getDeclaredMethod(name);
      method.setAccessible(true);
      assertThat(method.isAnnotationPresent(Test.class)).isTrue();
      method.invoke(constructor.newInstance());
    }
  }

  private static void compile(Path source, Path folder) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  /** The version of the dependency is the one that this build makes. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.es.md"})
  void theDependencyIsThisVersion(String page) throws Exception {
    String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    assertThat(Files.readString(Page.ROOT.resolve(page)))
        .contains("`acuse:acuse-server:" + version + "`");
  }
}
