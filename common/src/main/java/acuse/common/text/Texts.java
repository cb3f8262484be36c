package acuse.common.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/**
 * The sentences that people read, in one language. Thread-safe. Read from their file when the first
 * is wanted, for most runs of a client want none.
 *
 * <p>They stand in {@code texts_es.properties} and {@code texts_en.properties} beside the class
 * that speaks them, in UTF-8, with {@link String#format} marks for what is filled in.
 */
public final class Texts {
  private final Class<?> speaker;
  private final Language language;
  private ResourceBundle bundle;

  private Texts(Class<?> speaker, Language language) {
    this.speaker = speaker;
    this.language = language;
  }

  /** The sentences of {@code speaker}. */
  public static Texts of(Class<?> speaker, Language language) {
    return new Texts(speaker, language);
  }

  /** The sentence called {@code key}, filled in. */
  public String text(String key, Object... values) {
    return String.format(Locale.ROOT, bundle().getString(key), values);
  }

  /** Which one they are in. */
  public Language language() {
    return language;
  }

  /** For picocli, which finds its descriptions here by the names of options. */
  public synchronized ResourceBundle bundle() {
    if (bundle == null) {
      bundle = read();
    }
    return bundle;
  }

  private ResourceBundle read() {
    String file = "texts_" + language.code() + ".properties";
    try (InputStream in = speaker.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource=" + file + " of " + speaker);
      }
      return new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
