package acuse.client.output;

import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;

/**
 * The words around messages and replies in a transcript.
 *
 * @param prompt before what is typed, with the space that follows
 * @param replied before what the server replied, with the space that follows
 */
public record Phrases(String prompt, String replied) {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RESET = "\u001b[0m";

  /** In the language of {@code texts}. */
  public static Phrases of(Texts texts, Protocol protocol) {
    return new Phrases(
        texts.text("transcript.prompt", protocol), texts.text("transcript.replied", protocol));
  }

  /** The same in colours, as ANSI terminals understand them. */
  public Phrases inColour() {
    return new Phrases(BOLD + prompt + RESET, GREEN + replied + RESET);
  }
}
