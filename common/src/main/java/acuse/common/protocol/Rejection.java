package acuse.common.protocol;

import java.nio.charset.StandardCharsets;

/** The words that a server rejects a message with (docs/protocol.md). */
public final class Rejection {
  private Rejection() {}

  /** How every rejection over {@code protocol} begins. */
  public static byte[] start(Protocol protocol) {
    return bytes(protocol, "");
  }

  /** The message has more than so many bytes. */
  public static byte[] tooLong(Protocol protocol, int maxMessageBytes) {
    return bytes(protocol, "el mensaje supera " + maxMessageBytes + " bytes");
  }

  /** The message began, and its end did not come in time. */
  public static byte[] unfinished(Protocol protocol) {
    return bytes(protocol, "el mensaje no terminó de llegar");
  }

  private static byte[] bytes(Protocol protocol, String why) {
    return ("Servidor " + protocol + " rechazó: " + why).getBytes(StandardCharsets.UTF_8);
  }
}
