package acuse.client.settings;

/** The form in which results are written to stdout. */
public enum ResultFormat {
  /** For people. */
  TEXT,
  /** One object per line. */
  JSON
}
