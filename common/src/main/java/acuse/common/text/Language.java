package acuse.common.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages that people can read Acuse in. */
public enum Language {
  ES,
  EN;

  /** Names a language in the environment. */
  public static final String VARIABLE = "ACUSE_LANG";

  private static final String OPTION = "--lang";

  /**
   * In the order of precedence that locale(7) gives them. The first is the start script's: what the
   * others were before it chose UTF-8 for the JVM.
   */
  private static final List<String> LOCALE_VARIABLES =
      List.of("ACUSE_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG");

  /**
   * English where the locale is English, Spanish everywhere else: also for {@code C}, and where
   * nothing is set.
   */
  public static Language ofEnvironment(Map<String, String> environment) {
    for (String variable : LOCALE_VARIABLES) {
      String locale = environment.getOrDefault(variable, "");
      if (!locale.isEmpty()) {
        return isEnglish(locale.toLowerCase(Locale.ROOT)) ? EN : ES;
      }
    }
    return ES;
  }

  /**
   * The language that the arguments of a program ask for, or else its environment does. Needed
   * before the arguments are parsed, for the errors that parsing may find.
   */
  public static Language of(String[] arguments, Map<String, String> environment) {
    String code = environment.getOrDefault(VARIABLE, "");
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        code = arguments[i + 1];
      } else if (arguments[i].startsWith(OPTION + "=")) {
        code = arguments[i].substring(OPTION.length() + 1);
      }
    }
    for (Language language : values()) {
      if (language.code().equalsIgnoreCase(code)) {
        return language;
      }
    }
    return ofEnvironment(environment);
  }

  /** {@code en}, or that and a country, an encoding, or a variant. */
  private static boolean isEnglish(String locale) {
    return locale.equals("en")
        || (locale.startsWith("en") && "_.@-".indexOf(locale.charAt(2)) >= 0);
  }

  /** The two letters of ISO 639, in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
