package acuse.dist.making;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.cyclonedx.Version;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;

/**
 * Writes the list of the components that are shipped, in CycloneDX's form. CycloneDX's own Maven
 * plugin works only with a network, and takes JLine's licence for another one.
 *
 * <pre>
 * what maven-dependency-plugin lists:  group:name:jar[:classifier]:version:scope:file
 * </pre>
 */
public final class Components {
  /** THIRD-PARTY.md says the same to people. */
  private static final Map<String, String> LICENCES =
      Map.of(
          "acuse", "Apache-2.0",
          "com.google.code.gson", "Apache-2.0",
          "info.picocli", "Apache-2.0",
          "io.netty", "Apache-2.0",
          "org.hdrhistogram", "CC0-1.0",
          "org.jctools", "Apache-2.0",
          "org.jline", "BSD-3-Clause");

  private Components() {}

  /** Takes the list of the dependencies, the version of Acuse, and the file to write. */
  public static void main(String[] arguments) throws Exception {
    Bom bom = new Bom();
    Component acuse = component("acuse", "acuse-dist", null, arguments[1]);
    acuse.setType(Component.Type.APPLICATION);
    Metadata metadata = new Metadata();
    metadata.setComponent(acuse);
    metadata.setTimestamp(null); // two builds are equal
    bom.setMetadata(metadata);
    List<String> dependencies;
    try (var lines = Files.lines(Path.of(arguments[0]))) {
      dependencies =
          lines.map(String::strip).filter(line -> line.contains(":jar:")).sorted().toList();
    }
    for (String dependency : dependencies) {
      bom.addComponent(component(dependency));
    }
    String purls =
        bom.getComponents().stream().map(Component::getPurl).collect(Collectors.joining("\n"));
    bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(purls.getBytes(UTF_8)));
    Files.writeString(
        Path.of(arguments[2]),
        BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n");
  }

  private static Component component(String dependency)
      throws IOException, GeneralSecurityException {
    String[] parts = dependency.split(":", -1);
    boolean classified = parts.length == 7;
    int version = classified ? 4 : 3;
    Component component =
        component(parts[0], parts[1], classified ? parts[3] : null, parts[version]);
    Path file = Path.of(parts[version + 2].replaceFirst(" -- module .*", ""));
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    component.addHash(new Hash(Hash.Algorithm.SHA_256, HexFormat.of().formatHex(sum)));
    return component;
  }

  private static Component component(String group, String name, String classifier, String version) {
    String licence = LICENCES.get(group);
    if (licence == null) {
      throw new IllegalStateException(
          "Components and THIRD-PARTY.md do not know the licence of group=" + group);
    }
    Component component = new Component();
    component.setType(Component.Type.LIBRARY);
    component.setGroup(group);
    component.setName(name);
    component.setVersion(version);
    component.setPurl(
        "pkg:maven/"
            + group
            + "/"
            + name
            + "@"
            + version
            + "?"
            + (classifier == null ? "" : "classifier=" + classifier + "&")
            + "type=jar");
    component.setBomRef(component.getPurl());
    License license = new License();
    license.setId(licence);
    LicenseChoice choice = new LicenseChoice();
    choice.addLicense(license);
    component.setLicenses(choice);
    return component;
  }
}
