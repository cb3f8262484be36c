package acuse.common.command;

import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ResourceBundle;
import picocli.CommandLine;

/**
 * The texts of a command line that goes by another name. Picocli looks for those of a subcommand
 * under the names of all that it belongs to:
 *
 * <pre>
 * client.completion.usage.header   ─→   acuse-client.completion.usage.header
 * </pre>
 */
public final class RenamedTexts extends ResourceBundle {
  private final Map<String, Object> textsByKey = new LinkedHashMap<>();

  private RenamedTexts(ResourceBundle texts, String name, String newName) {
    for (String key : texts.keySet()) {
      boolean isOfCommand = key.startsWith(name + ".");
      textsByKey.put(
          isOfCommand ? newName + key.substring(name.length()) : key, texts.getObject(key));
    }
  }

  /** Lets {@code commandLine} go by {@code name}, with the texts that it has under its own. */
  public static void rename(CommandLine commandLine, String name, ResourceBundle texts) {
    String usual = commandLine.getCommandName();
    commandLine
        .setCommandName(name)
        .setResourceBundle(name.equals(usual) ? texts : new RenamedTexts(texts, usual, name));
  }

  @Override
  protected Object handleGetObject(String key) {
    return textsByKey.get(key);
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(textsByKey.keySet());
  }
}
