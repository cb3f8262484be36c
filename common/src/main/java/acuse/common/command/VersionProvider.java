package acuse.common.command;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
public final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {version()};
  }

  /** Name and version. */
  public static String version() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return "Acuse " + (version == null ? "(unpackaged)" : version);
  }
}
