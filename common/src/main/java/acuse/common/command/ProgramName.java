package acuse.common.command;

/**
 * The name that a program was called by, which its help and its errors say.
 *
 * <pre>
 * called                          name                        given by
 * bin/client                      client                      nobody
 * acuse-client                    acuse-client                the script, as a system property
 * acuse client                    acuse client                the script
 * java -jar acuse.jar client      java -jar acuse.jar client  main of that jar
 * </pre>
 */
public final class ProgramName {
  /** The word that names the server. */
  public static final String SERVER = "server";

  /** The word that names the client. */
  public static final String CLIENT = "client";

  private static final String PROPERTY = "acuse.program";

  private ProgramName() {}

  /**
   * The name of the program that runs.
   *
   * @param usual its name if it was not given another
   */
  public static String of(String usual) {
    return System.getProperty(PROPERTY, usual);
  }

  /**
   * The command that starts the jar of both programs, as far as a program can know it: {@code java
   * -jar} and the name that was typed.
   */
  public static String ofJar() {
    return "java -jar " + System.getProperty("java.class.path");
  }

  /** Names the program that {@code word} starts, unless a script has done so. */
  public static void nameUnlessGiven(String word) {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, ofJar() + " " + word);
    }
  }
}
