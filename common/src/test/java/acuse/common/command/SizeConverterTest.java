package acuse.common.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeConverterTest {
  private final SizeConverter converter = new SizeConverter();

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "500B, 500",
    "64KB, 64000",
    "100MB, 100000000",
    "999999999GB, 999999999000000000"
  })
  void unitsAreDecimal(String text, long bytes) {
    assertThat(converter.convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0MB", "MB", "-1", "1.5MB", "1mb", "1 MB", "1TB", "1000000000"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("value.size");
  }
}
