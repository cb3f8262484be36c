package acuse.server.reply;

import acuse.common.protocol.Placeholder;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What the server knows of the message that it answers, for the placeholders of the reply. Used on
 * one event loop; whoever reads messages keeps it up to date.
 */
public final class ReplyFacts {
  private static final DateTimeFormatter UTC_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private InetSocketAddress peer;
  private InetSocketAddress local;

  /** The addresses as text; null until a reply names them. */
  private String peerText;

  private String localText;

  private String tlsVersion = "-";
  private long session;
  private long number;
  private long reads;

  /** The messages that follow come from {@code peer} to {@code local}. */
  public void between(InetSocketAddress peer, InetSocketAddress local) {
    if (!peer.equals(this.peer)) {
      this.peer = peer;
      peerText = null;
    }
    if (!local.equals(this.local)) {
      this.local = local;
      localText = null;
    }
  }

  /** They belong to the session of this number, from 1. */
  public void session(long id) {
    session = id;
  }

  /** They come through TLS of this version, such as {@code TLSv1.3}. */
  public void secured(String version) {
    tlsVersion = version;
  }

  /** The next message is its session's {@code number}th, from 1. */
  public void number(long number) {
    this.number = number;
  }

  /** So many reads have brought the session's bytes so far; over UDP, so many datagrams. */
  public void reads(long reads) {
    this.reads = reads;
  }

  /** The value of a placeholder that is no constant, for a message of so many bytes. In ASCII. */
  String value(Placeholder placeholder, int messageBytes) {
    return switch (placeholder) {
      case PEER -> peerText();
      case PEER_ADDRESS -> NetUtil.toAddressString(peer.getAddress());
      case PEER_PORT -> Integer.toString(peer.getPort());
      case LOCAL -> localText();
      case SESSION -> Long.toString(session);
      case NUMBER -> Long.toString(number);
      case BYTES -> Integer.toString(messageBytes);
      case READS -> Long.toString(reads);
      case TIME -> UTC_MILLIS.format(Instant.now());
      case TLS -> tlsVersion;
      case PROTOCOL, MESSAGE, SERVER ->
          throw new IllegalStateException("placeholder=" + placeholder);
    };
  }

  private String peerText() {
    if (peerText == null) {
      peerText = NetUtil.toSocketAddressString(peer);
    }
    return peerText;
  }

  private String localText() {
    if (localText == null) {
      localText = NetUtil.toSocketAddressString(local);
    }
    return localText;
  }
}
