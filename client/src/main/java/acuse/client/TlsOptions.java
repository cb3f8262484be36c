package acuse.client;

import acuse.client.tls.ClientTls;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether and how TCP is secured. Loads no classes of TLS unless TLS is asked for. */
final class TlsOptions {
  private static final String TLS = "--tls";
  private static final String CA = "--tls-ca";
  private static final String CERTIFICATE = "--tls-cert";
  private static final String KEY = "--tls-key";
  private static final String INSECURE = "--tls-insecure";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = TLS)
  private boolean wanted;

  @Option(names = CA, paramLabel = "FILE")
  private Path ca;

  @Option(names = CERTIFICATE, paramLabel = "FILE")
  private Path certificate;

  @Option(names = KEY, paramLabel = "FILE")
  private Path key;

  @Option(names = INSECURE)
  private boolean insecure;

  /** Whether every server is accepted, and so anyone on the way to it. */
  boolean trustsAnyone() {
    return wanted && insecure;
  }

  /** Complains of options that cannot be combined. */
  void check(Protocol protocol, Texts texts) {
    if (!wanted) {
      if (ca != null || certificate != null || key != null || insecure) {
        throw wrong(texts.text("tls.notWanted", TLS));
      }
      return;
    }
    if (protocol == Protocol.UDP) {
      throw wrong(texts.text("tls.udp", TLS));
    }
    if (insecure && ca != null) {
      throw wrong(texts.text("tls.insecureCa", INSECURE, CA));
    }
    if ((certificate == null) != (key == null)) {
      throw wrong(texts.text("tls.oneFile", CERTIFICATE, KEY));
    }
  }

  /** The TLS that the options ask for, with their files read; empty if they ask for none. */
  Optional<ClientTls> load(Texts texts) {
    if (!wanted) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClientTls.load(ca, certificate, key, insecure));
    } catch (PemException e) {
      String option =
          e.file().equals(ca)
              ? CA
              : e.file().equals(key) && e.problem().isOfKey() ? KEY : CERTIFICATE;
      throw wrong(texts.text("tls.file", option, e.file(), e.describe(texts)));
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
