package acuse.server.story;

import java.util.Locale;

/** How one side of a connection ended it. */
public enum StreamEnd {
  /** It said that it sends no more. */
  FIN,
  /** It broke the connection. */
  RST,
  /** It did not. Over UDP, nobody does. */
  NONE;

  /** As it stands in JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
