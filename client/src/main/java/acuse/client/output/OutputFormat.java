package acuse.client.output;

/** How replies are written. */
public enum OutputFormat {
  /** For people: prompts, and who answered. */
  TRANSCRIPT,
  /** The reply's bytes. */
  PLAIN,
  /** One object per line. */
  JSON,
  /** Offset, hexadecimal and text of messages and replies. */
  HEX
}
