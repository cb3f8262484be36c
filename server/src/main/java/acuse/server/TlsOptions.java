package acuse.server;

import acuse.common.command.UsageException;
import acuse.common.protocol.Protocol;
import acuse.common.text.FileName;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and how TCP connections are secured. Loads no classes of TLS unless TLS is asked for. */
final class TlsOptions {
  static final String CERTIFICATE = "--tls-cert";
  static final String KEY = "--tls-key";
  static final String CLIENT_CA = "--tls-client-ca";
  static final String SELF_SIGNED = "--tls-self-signed";

  @Option(names = CERTIFICATE, paramLabel = "FILE")
  private Path certificate;

  @Option(names = KEY, paramLabel = "FILE")
  private Path key;

  @Option(names = CLIENT_CA, paramLabel = "FILE")
  private Path clientCa;

  @Option(names = SELF_SIGNED)
  private boolean selfSigned;

  /**
   * The TLS that the options ask for; empty if they ask for none.
   *
   * @throws UsageException if one needs another, or excludes it
   */
  Optional<TlsConfig> config(InetAddress host, Protocol only) {
    if (!selfSigned && certificate == null && key == null && clientCa == null) {
      return Optional.empty();
    }
    if (selfSigned && (certificate != null || key != null)) {
      throw new UsageException("tls.twoCertificates", SELF_SIGNED, CERTIFICATE, KEY);
    }
    if (!selfSigned && (certificate == null || key == null)) {
      throw certificate == null && key == null
          ? new UsageException("tls.noCertificate", CLIENT_CA, CERTIFICATE, KEY, SELF_SIGNED)
          : new UsageException("tls.oneFile", CERTIFICATE, KEY);
    }
    if (only == Protocol.UDP) {
      throw new UsageException("tls.udp");
    }
    TlsConfig config = selfSigned ? TlsConfig.selfSigned(host) : TlsConfig.with(certificate, key);
    return Optional.of(clientCa == null ? config : config.requiringClients(clientCa));
  }

  /** The mistake that a file is not what it should be. */
  UsageException unusable(PemException e, Texts texts) {
    String option =
        e.file().equals(clientCa)
            ? CLIENT_CA
            : e.file().equals(key) && e.problem().isOfKey() ? KEY : CERTIFICATE;
    return new UsageException("tls.file", option, FileName.shown(e.file()), e.describe(texts));
  }
}
