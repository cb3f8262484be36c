package acuse.common.protocol;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a reply can name, in braces: <code>{peer}</code>. */
public enum Placeholder {
  /** {@code TCP} or {@code UDP}. */
  PROTOCOL("protocol", 0),
  /** The message itself. */
  MESSAGE("message", 0),
  /** {@code Acuse/} and the version; never the name of a host. */
  SERVER("server", 0),
  /** Address and port of the peer: {@code 1.2.3.4:5} or {@code [::1]:5}. */
  PEER("peer", 70),
  /** The peer's address alone, without brackets. */
  PEER_ADDRESS("peer.address", 70),
  /** The peer's port alone. */
  PEER_PORT("peer.port", 19),
  /** Address and port of the server that the peer asked. */
  LOCAL("local", 70),
  /** The number of the session, from 1. */
  SESSION("session", 19),
  /** The number of the message in its session, from 1. */
  NUMBER("number", 19),
  /** The bytes of the message, without its ending. */
  BYTES("bytes", 19),
  /** The reads of the session so far; over UDP, its datagrams. */
  READS("reads", 19),
  /** When the reply is made, in UTC: {@code 2026-01-31T23:59:59.999Z}. */
  TIME("time", 24),
  /** The version of TLS, such as {@code TLSv1.3}; {@code -} without TLS. */
  TLS("tls", 19);

  private static final Set<Placeholder> NEED_A_SESSION = EnumSet.of(SESSION, NUMBER, READS);

  private final String text;
  private final int maxBytes;

  Placeholder(String name, int maxBytes) {
    this.text = "{" + name + "}";
    this.maxBytes = maxBytes;
  }

  /** All of them with their braces, in the order of their declaration. */
  public static String list() {
    return Arrays.stream(values()).map(Placeholder::text).collect(Collectors.joining(" "));
  }

  /** The one that is written {@code text}, braces included. */
  static Optional<Placeholder> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** With its braces. */
  String text() {
    return text;
  }

  /** The most bytes that its value has; 0 for what a template knows by itself. */
  public int maxBytes() {
    return maxBytes;
  }

  /** Whether the server must keep sessions to know its value, which UDP has not by itself. */
  public boolean needsSession() {
    return NEED_A_SESSION.contains(this);
  }

  /**
   * The value over {@code protocol} if it is always the same there; empty if it is not.
   *
   * @throws IllegalStateException for the message
   */
  Optional<String> constant(Protocol protocol) {
    return switch (this) {
      case MESSAGE -> throw new IllegalStateException("placeholder=" + text);
      case PROTOCOL -> Optional.of(protocol.name());
      case SERVER -> Optional.of("Acuse/" + version());
      case TLS -> protocol == Protocol.UDP ? Optional.of("-") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** As the build wrote it into the jar. */
  private static String version() {
    String version = Placeholder.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
