package acuse.client.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A fenced box of a page.
 *
 * @param line where its first line stands in the page, counted from 1
 * @param language the first word after the fence, or nothing
 * @param words the words after that
 * @param lines what is in it
 */
record Box(int line, String language, Set<String> words, List<String> lines) {
  /** A command after {@code $}, and the lines that it is said to print. */
  record Command(int line, String text, List<String> output) {}

  boolean is(String language, String word) {
    return this.language.equals(language) && words.contains(word);
  }

  /** The name of the file that the box holds, or null if it holds none. */
  String fileName() {
    return words.stream().filter(word -> word.contains(".")).findFirst().orElse(null);
  }

  /** The commands of a console box, in order. */
  List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      if (text.startsWith("$ ")) {
        commands.add(new Command(line + i, text.substring(2), new ArrayList<>()));
      } else if (commands.isEmpty()) {
        throw new IllegalArgumentException("line " + line + ": a console box begins with '$ '");
      } else {
        commands.get(commands.size() - 1).output().add(text);
      }
    }
    return commands;
  }
}
