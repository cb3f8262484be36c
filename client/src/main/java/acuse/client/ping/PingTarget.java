package acuse.client.ping;

import acuse.client.settings.PingSettings;
import acuse.common.protocol.Protocol;
import acuse.common.text.TerminalText;
import java.net.InetAddress;
import java.util.List;

/**
 * The server that is pinged.
 *
 * @param host as it was given
 * @param address the one that it has
 * @param protocols the ones that are spoken
 * @param ports one for each protocol
 * @param sizeBytes the length of a message
 * @param connect whether each message of TCP is a new connection, without bytes
 */
record PingTarget(
    String host,
    InetAddress address,
    List<Protocol> protocols,
    List<Integer> ports,
    int sizeBytes,
    boolean connect) {
  static PingTarget of(PingSettings settings, InetAddress address) {
    List<Protocol> protocols = settings.peer().protocols().list();
    return new PingTarget(
        settings.peer().host(),
        address,
        protocols,
        protocols.stream().map(settings.peer().ports()::of).toList(),
        settings.sizeBytes(),
        settings.connect());
  }

  int port(Protocol protocol) {
    return ports.get(protocols.indexOf(protocol));
  }

  /** {@code 127.0.0.1:65433} or {@code [::1]:65433}. */
  String addressAndPort(Protocol protocol) {
    String text = address.getHostAddress();
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + port(protocol);
  }

  String addressText() {
    return address.getHostAddress();
  }

  /** For people: the host cannot drive their terminal. */
  String shownHost() {
    return TerminalText.escape(host);
  }

  boolean connects(Protocol protocol) {
    return connect && protocol == Protocol.TCP;
  }
}
