package acuse.client.settings;

import acuse.common.command.OptionValues;
import acuse.common.command.UsageException;
import java.util.Optional;

/**
 * The server that is measured.
 *
 * @param protocols the ones to speak
 * @param host a name or an address, not resolved yet
 * @param ports its ports
 * @param tls how TCP is secured; empty if it is not
 */
public record Peer(Protocols protocols, String host, PeerPorts ports, Optional<TlsSettings> tls) {
  /**
   * Complains of TLS without TCP.
   *
   * @throws UsageException if that is wanted
   */
  public Peer {
    if (protocols == Protocols.UDP && tls.isPresent()) {
      throw new UsageException("tls.udp", ClientOptions.TLS.name());
    }
  }

  static Peer of(OptionValues values) {
    return new Peer(
        values.get(MeasuringOptions.PROTOCOL),
        values.get(ClientOptions.HOST),
        PeerPorts.of(values),
        TlsSettings.of(values));
  }
}
