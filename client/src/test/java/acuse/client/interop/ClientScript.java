package acuse.client.interop;

import acuse.client.ClientMain;
import acuse.server.ServerMain;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * {@code bin/client} and {@code bin/server} as people call them, but with the classes under test:
 * in a folder of their own, where what would have been built is a jar that leads to them. There is
 * nothing to build, and nothing of the working tree is touched.
 */
final class ClientScript {
  private ClientScript() {}

  /** Makes the client in {@code root}, and returns the program. */
  static Path in(Path root) throws IOException {
    return in(root, "client");
  }

  /** Makes the server in {@code root}, and returns the program. */
  static Path serverIn(Path root) throws IOException {
    return in(root, "server");
  }

  private static Path in(Path root, String program) throws IOException {
    Path bin = Files.createDirectories(root.resolve("bin"));
    for (String file : new String[] {program, "start.sh", "jvm.sh", "build.sh", program + ".jvm"}) {
      Files.copy(Path.of("..", "bin", file), bin.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String module : new String[] {"common", program}) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    Path target = Files.createDirectories(root.resolve(program).resolve("target"));
    Path jar = target.resolve("acuse-" + program + ".jar");
    writeJar(jar, program.equals("client") ? ClientMain.class : ServerMain.class);
    Path built = Files.createDirectories(root.resolve("target")).resolve("built");
    Files.writeString(built, java() + "\n");
    // Empty: what a failed attempt leaves, after which none is made again.
    Path archive = Files.createFile(target.resolve("classes.jsa"));
    FileTime later = FileTime.from(Files.getLastModifiedTime(jar).toInstant().plusSeconds(1));
    Files.setLastModifiedTime(built, later);
    Files.setLastModifiedTime(archive, later);
    return bin.resolve(program);
  }

  /** How the program of {@link #in} or {@link #serverIn} is started without the script. */
  static List<String> javaJar(Path script) {
    String program = script.getFileName().toString();
    Path jar = script.resolve("../..").normalize().resolve(program + "/target");
    return List.of(java(), "-jar", jar.resolve("acuse-" + program + ".jar").toString());
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void writeJar(Path jar, Class<?> main) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
    manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.nio");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream empty = new JarOutputStream(out, manifest)) {
      empty.finish();
    }
  }
}
