package acuse.client.settings;

import acuse.common.command.OptionValues;
import acuse.common.protocol.Protocol;

/**
 * The ports of the peer.
 *
 * @param tcp 1 to 65535
 * @param udp 1 to 65535
 */
public record PeerPorts(int tcp, int udp) {
  /** A protocol's own port counts before the one that is for both. */
  static PeerPorts of(OptionValues values) {
    return new PeerPorts(
        port(values, values.get(MeasuringOptions.TCP_PORT), Protocol.TCP),
        port(values, values.get(MeasuringOptions.UDP_PORT), Protocol.UDP));
  }

  private static int port(OptionValues values, Integer own, Protocol protocol) {
    Integer port = own == null ? values.get(MeasuringOptions.PORT) : own;
    return port == null ? protocol.defaultPort() : port;
  }

  /** The one for {@code protocol}. */
  public int of(Protocol protocol) {
    return protocol == Protocol.TCP ? tcp : udp;
  }
}
