package acuse.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.List;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/** Checks that whatever is said in one language can be said in the other. */
public final class BothLanguages {
  private static final Pattern MARK = Pattern.compile("%[a-z%]|\\$\\{[^}]*}");

  private BothLanguages() {}

  /** Both files of {@code speaker} have the same sentences, with the same things to fill in. */
  public static void assertSayTheSame(Class<?> speaker) {
    ResourceBundle spanish = Texts.of(speaker, Language.ES).bundle();
    ResourceBundle english = Texts.of(speaker, Language.EN).bundle();
    assertThat(english.keySet()).isEqualTo(spanish.keySet());
    for (String key : spanish.keySet()) {
      assertThat(marks(english.getString(key))).as(key).isEqualTo(marks(spanish.getString(key)));
    }
  }

  private static List<String> marks(String sentence) {
    return MARK.matcher(sentence).results().map(result -> result.group()).toList();
  }
}
