package acuse.server;

import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.server.console.ServerConsole;
import acuse.server.tls.CertificateWatch;
import acuse.server.tls.ServerTls;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** TLS as the program has it: from options, and renewed while it runs. */
final class TlsSetup {
  /** How often the files are looked at. A renewal is in use after the second look that sees it. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final ServerTls tls;
  private final CommandSpec spec;
  private final Texts texts;

  private TlsSetup(ServerTls tls, CommandSpec spec, Texts texts) {
    this.tls = tls;
    this.spec = spec;
    this.texts = texts;
  }

  /**
   * Reads the files; without any, makes a certificate.
   *
   * @param certificate null for one that nobody vouches for
   * @param clientCa null if clients need no certificate
   */
  static TlsSetup read(
      CommandSpec spec, Texts texts, InetAddress host, Path certificate, Path key, Path clientCa) {
    TlsConfig config =
        certificate == null ? TlsConfig.selfSigned(host) : TlsConfig.with(certificate, key);
    try {
      return new TlsSetup(
          ServerTls.load(clientCa == null ? config : config.requiringClients(clientCa)),
          spec,
          texts);
    } catch (PemException e) {
      String option =
          e.file().equals(clientCa)
              ? TlsOptions.CLIENT_CA
              : e.file().equals(key) && e.problem().isOfKey()
                  ? TlsOptions.KEY
                  : TlsOptions.CERTIFICATE;
      throw new ParameterException(
          spec.commandLine(), texts.text("tls.file", option, e.file(), e.describe(texts)));
    }
  }

  ServerTls tls() {
    return tls;
  }

  /** Says what is shown to clients, where nobody vouches for it; takes up what is renewed. */
  CertificateWatch watch(ServerConsole console) {
    if (tls.isSelfMade()) {
      console.selfSigned(tls.fingerprint());
    }
    CertificateWatch watch =
        CertificateWatch.start(
            tls,
            LOOK_EVERY,
            new CertificateWatch.Listener() {
              @Override
              public void renewed(ServerTls now) {
                console.renewed(now.fingerprint(), now.certificate().getNotAfter().toInstant());
              }

              @Override
              public void refused(PemException why) {
                console.complain(spec.name() + ": " + notRenewed(why));
              }
            });
    Signals.handle("HUP", watch::reloadNow);
    return watch;
  }

  private String notRenewed(PemException why) {
    String file = TerminalText.escape(why.file().toString());
    return texts.text("tls.notRenewed", file, why.describe(texts));
  }
}
