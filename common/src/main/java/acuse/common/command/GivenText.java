package acuse.common.command;

import acuse.common.text.SurrogateEscape;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and the environment that the program was given. They are bytes, and taken for UTF-8
 * whatever the locale is; what is not UTF-8 keeps its bytes as {@link SurrogateEscape} does it.
 *
 * <p>The JVM decodes them by the locale, and puts U+FFFD in place of what it cannot decode. Where
 * it may have done that, they are read anew from proc(5); on systems that have none, they stay as
 * they are.
 */
public final class GivenText {
  private static final String ARGUMENTS = "/proc/self/cmdline";
  private static final String ENVIRONMENT = "/proc/self/environ";
  private static final char REPLACEMENT = '\ufffd';

  private GivenText() {}

  /**
   * The arguments of {@code main}.
   *
   * @param decoded as the JVM has decoded them
   */
  public static String[] arguments(String[] decoded) {
    for (String argument : decoded) {
      if (!isCertain(argument)) {
        return reread(decoded);
      }
    }
    return decoded;
  }

  /** The environment. Only values that Acuse looks at are decoded anew. */
  public static Map<String, String> environment() {
    Map<String, String> decoded = System.getenv();
    for (Map.Entry<String, String> variable : decoded.entrySet()) {
      if (isOurs(variable.getKey()) && !isCertain(variable.getValue())) {
        return reread(decoded);
      }
    }
    return decoded;
  }

  /** ASCII is the same in every locale that the JVM can have. */
  private static boolean isCertain(String decoded) {
    boolean isAscii = true;
    for (int i = 0; i < decoded.length(); i++) {
      isAscii &= decoded.charAt(i) < 0x80;
    }
    return isAscii || (isLocaleUtf8() && decoded.indexOf(REPLACEMENT) < 0);
  }

  private static boolean isLocaleUtf8() {
    return localeCharset().equals(StandardCharsets.UTF_8)
        && Charset.defaultCharset().equals(StandardCharsets.UTF_8);
  }

  private static Charset localeCharset() {
    String name = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
  }

  /** The options of the JVM come before them; how many these are, it does not say. */
  private static String[] reread(String[] decoded) {
    List<byte[]> given = read(ARGUMENTS);
    int first = given.size() - decoded.length;
    String[] arguments = new String[decoded.length];
    for (int i = 0; i < arguments.length; i++) {
      byte[] argument = first > 0 ? given.get(first + i) : new byte[0];
      if (!new String(argument, localeCharset()).equals(decoded[i])) {
        return decoded; // then they came by another way, such as a file of the java launcher's
      }
      arguments[i] = SurrogateEscape.decode(argument);
    }
    return arguments;
  }

  private static Map<String, String> reread(Map<String, String> decoded) {
    Map<String, String> environment = new HashMap<>(decoded);
    for (byte[] given : read(ENVIRONMENT)) {
      String variable = SurrogateEscape.decode(given);
      int equals = variable.indexOf('=');
      if (equals > 0 && isOurs(variable)) {
        environment.replace(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith(EnvironmentDefaults.PREFIX)
        || variable.startsWith("HOME")
        || variable.startsWith("XDG_STATE_HOME");
  }

  /** The parts of a file in which each ends with a NUL; none if it cannot be read. */
  private static List<byte[]> read(String file) {
    List<byte[]> parts = new ArrayList<>();
    try (InputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readAllBytes();
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == 0) {
          parts.add(Arrays.copyOfRange(bytes, start, i));
          start = i + 1;
        }
      }
    } catch (IOException e) {
      // Not on this system.
    }
    return parts;
  }
}
