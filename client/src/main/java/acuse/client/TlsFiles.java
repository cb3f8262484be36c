package acuse.client;

import acuse.client.settings.TlsSettings;
import acuse.client.tls.ClientTls;
import acuse.common.command.UsageException;
import acuse.common.text.FileName;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import java.util.function.Consumer;

/** Reads the files that the options for TLS name. */
final class TlsFiles {
  private TlsFiles() {}

  /**
   * What {@code wanted} asks for. Warns of a server that is not checked.
   *
   * @throws UsageException if a file does not hold what it should
   */
  static ClientTls load(TlsSettings wanted, Texts texts, Consumer<String> notices) {
    try {
      ClientTls loaded =
          ClientTls.load(
              wanted.ca().orElse(null),
              wanted.certificate().orElse(null),
              wanted.key().orElse(null),
              wanted.insecure());
      if (wanted.insecure()) {
        notices.accept(texts.text("tls.insecure"));
      }
      return loaded;
    } catch (PemException e) {
      String option = wanted.optionOf(e.file(), e.problem().isOfKey());
      throw new UsageException("tls.file", option, FileName.shown(e.file()), e.describe(texts));
    }
  }
}
