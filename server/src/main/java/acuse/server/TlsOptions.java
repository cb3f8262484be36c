package acuse.server;

import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether and how TCP connections are secured. Loads no classes of TLS unless TLS is asked for. */
final class TlsOptions {
  static final String CERTIFICATE = "--tls-cert";
  static final String KEY = "--tls-key";
  static final String CLIENT_CA = "--tls-client-ca";
  static final String SELF_SIGNED = "--tls-self-signed";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = CERTIFICATE, paramLabel = "FILE")
  private Path certificate;

  @Option(names = KEY, paramLabel = "FILE")
  private Path key;

  @Option(names = CLIENT_CA, paramLabel = "FILE")
  private Path clientCa;

  @Option(names = SELF_SIGNED)
  private boolean selfSigned;

  /** The TLS that the options ask for; empty if they ask for none. */
  Optional<TlsConfig> config(InetAddress host, Protocol only, Texts texts) {
    if (!selfSigned && certificate == null && key == null && clientCa == null) {
      return Optional.empty();
    }
    if (selfSigned && (certificate != null || key != null)) {
      throw wrong(texts.text("tls.twoCertificates", SELF_SIGNED, CERTIFICATE, KEY));
    }
    if (!selfSigned && (certificate == null || key == null)) {
      throw wrong(
          certificate == null && key == null
              ? texts.text("tls.noCertificate", CLIENT_CA, CERTIFICATE, KEY, SELF_SIGNED)
              : texts.text("tls.oneFile", CERTIFICATE, KEY));
    }
    if (only == Protocol.UDP) {
      throw wrong(texts.text("tls.udp"));
    }
    TlsConfig config = selfSigned ? TlsConfig.selfSigned(host) : TlsConfig.with(certificate, key);
    return Optional.of(clientCa == null ? config : config.requiringClients(clientCa));
  }

  /** The mistake that a file is not what it should be. */
  ParameterException unusable(PemException e, Texts texts) {
    String option =
        e.file().equals(clientCa)
            ? CLIENT_CA
            : e.file().equals(key) && e.problem().isOfKey() ? KEY : CERTIFICATE;
    return wrong(texts.text("tls.file", option, e.file(), e.describe(texts)));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
