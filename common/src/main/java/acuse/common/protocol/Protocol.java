package acuse.common.protocol;

/** The two transports that Acuse speaks; the name is what people read and what replies carry. */
public enum Protocol {
  TCP(65432),
  UDP(65433);

  /** The most bytes that one UDP datagram carries over IPv4: 65,535 less IP and UDP headers. */
  public static final int MAX_DATAGRAM_BYTES = 65_507;

  private final int defaultPort;

  Protocol(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /** The port that server and client use when told nothing. */
  public int defaultPort() {
    return defaultPort;
  }
}
