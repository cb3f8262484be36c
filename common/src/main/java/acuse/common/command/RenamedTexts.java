package acuse.common.command;

import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * The texts of a command line that goes by another name. Picocli looks for those of a subcommand
 * under the names of all that it belongs to:
 *
 * <pre>
 * client.completion.usage.header   ─→   acuse-client.completion.usage.header
 * </pre>
 */
final class RenamedTexts extends ResourceBundle {
  private final Map<String, Object> textsByKey = new LinkedHashMap<>();

  RenamedTexts(ResourceBundle texts, String name, String newName) {
    for (String key : texts.keySet()) {
      boolean isOfCommand = key.startsWith(name + ".");
      textsByKey.put(
          isOfCommand ? newName + key.substring(name.length()) : key, texts.getObject(key));
    }
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
