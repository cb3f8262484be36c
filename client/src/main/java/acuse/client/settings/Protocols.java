package acuse.client.settings;

import acuse.common.protocol.Protocol;
import java.util.List;

/** The protocols that are measured. */
public enum Protocols {
  TCP,
  UDP,
  BOTH;

  /** In the order of their turns. */
  public List<Protocol> list() {
    return switch (this) {
      case TCP -> List.of(Protocol.TCP);
      case UDP -> List.of(Protocol.UDP);
      case BOTH -> List.of(Protocol.TCP, Protocol.UDP);
    };
  }
}
