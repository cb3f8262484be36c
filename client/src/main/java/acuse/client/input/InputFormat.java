package acuse.client.input;

/** How messages are written. */
public enum InputFormat {
  /** As they are sent. */
  TEXT,
  /** In hexadecimal, two digits per byte. */
  HEX
}
