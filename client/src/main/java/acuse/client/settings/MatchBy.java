package acuse.client.settings;

/** How a reply finds its message. */
public enum MatchBy {
  /** By the probe, which the reply has in it. */
  ID,
  /** By the order: for servers that return nothing of a message. */
  ORDER
}
