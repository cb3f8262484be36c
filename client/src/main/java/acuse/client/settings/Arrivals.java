package acuse.client.settings;

/** How the times at which messages are due lie to one another. */
public enum Arrivals {
  /** All gaps are equal. */
  CONSTANT,
  /** The gaps are random, as of many senders that know nothing of each other (RFC 2330, 11.1.1). */
  POISSON
}
