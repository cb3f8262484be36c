package acuse.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource({
    "en, EN",
    "en_US.UTF-8, EN",
    "en_GB, EN",
    "en-US, EN",
    "en@x, EN",
    "es_ES.UTF-8, ES",
    "C, ES",
    "C.UTF-8, ES",
    "POSIX, ES",
    "de_DE, ES",
    "enm, ES"
  })
  void isEnglishOnlyWhereTheLocaleIs(String locale, Language language) {
    assertThat(Language.ofEnvironment(Map.of("LANG", locale))).isEqualTo(language);
  }

  @Test
  void theFirstVariableThatSaysSomethingDecides() {
    assertThat(Language.ofEnvironment(Map.of())).isEqualTo(Language.ES);
    assertThat(Language.ofEnvironment(Map.of("LC_ALL", "", "LANG", "en"))).isEqualTo(Language.EN);
    assertThat(Language.ofEnvironment(Map.of("LC_ALL", "C", "LANG", "en"))).isEqualTo(Language.ES);
    assertThat(Language.ofEnvironment(Map.of("LC_MESSAGES", "en", "LANG", "es")))
        .isEqualTo(Language.EN);
  }
}
