package acuse.server.impair;

import acuse.common.protocol.Protocol;
import java.util.Locale;

/** One protocol and one direction: a message from a peer comes in, a reply goes out. */
public enum Path {
  TCP_IN(Protocol.TCP, "in"),
  TCP_OUT(Protocol.TCP, "out"),
  UDP_IN(Protocol.UDP, "in"),
  UDP_OUT(Protocol.UDP, "out");

  private final Protocol protocol;
  private final String direction;

  Path(Protocol protocol, String direction) {
    this.protocol = protocol;
    this.direction = direction;
  }

  /** The protocol. */
  public Protocol protocol() {
    return protocol;
  }

  /** {@code in} or {@code out}. */
  public String direction() {
    return direction;
  }

  /** As a scope of {@code --impair}: {@code udp-in}. */
  public String word() {
    return protocol.name().toLowerCase(Locale.ROOT) + "-" + direction;
  }

  /** What comes in over {@code protocol}. */
  public static Path in(Protocol protocol) {
    return protocol == Protocol.TCP ? TCP_IN : UDP_IN;
  }

  /** What goes out over {@code protocol}. */
  public static Path out(Protocol protocol) {
    return protocol == Protocol.TCP ? TCP_OUT : UDP_OUT;
  }

  boolean isIn() {
    return this == TCP_IN || this == UDP_IN;
  }
}
