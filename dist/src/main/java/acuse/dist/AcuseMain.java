package acuse.dist;

import acuse.client.ClientMain;
import acuse.common.command.ProgramName;
import acuse.server.ServerMain;
import java.util.Arrays;

/**
 * Starts the program that the first word names.
 *
 * <pre>
 * java -jar acuse.jar server --quiet   ─→   server --quiet
 * java -jar acuse.jar client hola      ─→   client hola
 * </pre>
 */
public final class AcuseMain {
  private AcuseMain() {}

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    String word = arguments.length == 0 ? "" : arguments[0];
    switch (word) {
      case ProgramName.SERVER -> {
        ProgramName.nameUnlessGiven(word);
        ServerMain.main(withoutFirst(arguments));
      }
      case ProgramName.CLIENT -> {
        if (arguments.length == 2 && arguments[1].equals(Completion.WORD)) {
          // What completes only one of the programs would take the place of what completes both.
          System.exit(new NoProgram(withoutFirst(arguments)).answer());
        }
        ProgramName.nameUnlessGiven(word);
        ClientMain.main(withoutFirst(arguments));
      }
      default -> System.exit(new NoProgram(arguments).answer());
    }
  }

  private static String[] withoutFirst(String[] arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }
}
