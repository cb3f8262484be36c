package acuse.server.story;

/**
 * What went one way in a session.
 *
 * @param messages messages in, replies and rejections out
 * @param bytes of payload, with framing; under TLS, of the plain text
 * @param transfers reads that brought bytes in, flushes that carried bytes out; over UDP, datagrams
 */
public record SideCounts(long messages, long bytes, long transfers) {
  /** Nothing yet. */
  public static final SideCounts NONE = new SideCounts(0, 0, 0);
}
