package acuse.client.settings;

import acuse.client.conversation.ClientConfig;
import acuse.client.tls.ClientTls;
import acuse.common.command.OptionValues;
import acuse.common.command.UsageException;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.time.Duration;
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

  /**
   * Tells a connection where to go, and who has to be there.
   *
   * @param framing what marks messages on TCP
   * @param timeout how long to wait for it
   * @param loaded what {@link #tls} asks for; of no use on UDP
   */
  public ClientConfig config(
      Protocol protocol, Framing framing, Duration timeout, Optional<ClientTls> loaded) {
    return new ClientConfig(
        protocol,
        host,
        Optional.empty(),
        ports.of(protocol),
        framing,
        timeout,
        0,
        1,
        protocol == Protocol.TCP ? loaded : Optional.empty(),
        tls.flatMap(TlsSettings::name));
  }

  static Peer of(OptionValues values) {
    return new Peer(
        values.get(MeasuringOptions.PROTOCOL),
        values.get(ClientOptions.HOST),
        PeerPorts.of(values),
        TlsSettings.of(values));
  }
}
