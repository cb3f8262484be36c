package acuse.client.settings;

import acuse.client.tls.ServerName;
import acuse.common.command.OptionValues;
import acuse.common.command.UsageException;
import acuse.common.text.TerminalText;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How TCP is secured. The files are not read yet.
 *
 * @param ca the file of the authorities to trust; empty for those that Java trusts
 * @param certificate the file of our own certificate; empty for none
 * @param key the file of the certificate's private key; there if and only if the certificate is
 * @param insecure whether every server is accepted, and so anyone on the way to it
 * @param name the name or address to ask for and to check; empty for that of the host
 */
public record TlsSettings(
    Optional<Path> ca,
    Optional<Path> certificate,
    Optional<Path> key,
    boolean insecure,
    Optional<String> name) {
  /**
   * Complains of options that cannot be combined.
   *
   * @throws UsageException if they cannot
   */
  public TlsSettings {
    if (insecure && ca.isPresent()) {
      throw new UsageException(
          "tls.insecureCa", ClientOptions.TLS_INSECURE.name(), ClientOptions.TLS_CA.name());
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException(
          "tls.oneFile", ClientOptions.TLS_CERTIFICATE.name(), ClientOptions.TLS_KEY.name());
    }
    if (name.isPresent() && !ServerName.isValid(name.get())) {
      throw new UsageException(
          "tls.name", ClientOptions.TLS_NAME.name(), TerminalText.escape(name.get()));
    }
  }

  /** Empty if no TLS is wanted; then no other option may ask for any of it. */
  static Optional<TlsSettings> of(OptionValues values) {
    Path ca = values.get(ClientOptions.TLS_CA);
    Path certificate = values.get(ClientOptions.TLS_CERTIFICATE);
    Path key = values.get(ClientOptions.TLS_KEY);
    boolean insecure = values.get(ClientOptions.TLS_INSECURE);
    String name = values.get(ClientOptions.TLS_NAME);
    if (values.get(ClientOptions.TLS)) {
      return Optional.of(
          new TlsSettings(
              Optional.ofNullable(ca),
              Optional.ofNullable(certificate),
              Optional.ofNullable(key),
              insecure,
              Optional.ofNullable(name)));
    }
    if (ca != null || certificate != null || key != null || insecure || name != null) {
      throw new UsageException("tls.notWanted", ClientOptions.TLS.name());
    }
    return Optional.empty();
  }

  /** The option that named {@code file}; a file can hold both key and certificate. */
  public String optionOf(Path file, boolean isAboutKey) {
    if (Optional.of(file).equals(ca)) {
      return ClientOptions.TLS_CA.name();
    }
    return isAboutKey && Optional.of(file).equals(key)
        ? ClientOptions.TLS_KEY.name()
        : ClientOptions.TLS_CERTIFICATE.name();
  }
}
