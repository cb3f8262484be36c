package acuse.server.tls;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of TLS for a server.
 *
 * @param files where its certificate and key are; without any, it makes its own
 * @param host what a certificate of its own is valid for, besides this machine's usual names
 * @param clientCa who vouches for clients, in a PEM file; then none without a certificate is served
 * @param handshakeLimit how long a peer may take to agree on a connection
 */
public record TlsConfig(
    Optional<Files> files, InetAddress host, Optional<Path> clientCa, Duration handshakeLimit) {
  /** Long enough for a slow line. */
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  /**
   * PEM files, read again when they are renewed.
   *
   * @param certificate the server's, and after it those of its issuers
   * @param key its private key, not encrypted; may be the same file
   */
  public record Files(Path certificate, Path key) {}

  /** With a certificate that somebody issued. */
  public static TlsConfig with(Path certificate, Path key) {
    return new TlsConfig(
        Optional.of(new Files(certificate, key)),
        InetAddress.getLoopbackAddress(),
        Optional.empty(),
        HANDSHAKE_LIMIT);
  }

  /** With a self-signed certificate, made anew at each start, for trying out. */
  public static TlsConfig selfSigned(InetAddress host) {
    return new TlsConfig(Optional.empty(), host, Optional.empty(), HANDSHAKE_LIMIT);
  }

  /** The same, for clients with a certificate that somebody in this file has issued. */
  public TlsConfig requiringClients(Path clientCa) {
    return new TlsConfig(files, host, Optional.of(clientCa), handshakeLimit);
  }

  /** The same, with this limit for handshakes. */
  public TlsConfig withHandshakeLimit(Duration limit) {
    return new TlsConfig(files, host, clientCa, limit);
  }

  /** Every file that may be renewed. */
  List<Path> allFiles() {
    return Stream.concat(
            files.stream().flatMap(pair -> Stream.of(pair.certificate, pair.key)),
            clientCa.stream())
        .toList();
  }
}
