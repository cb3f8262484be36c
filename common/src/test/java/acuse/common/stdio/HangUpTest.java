package acuse.common.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HangUpTest {
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, false",
    "0000000000000001, true",
    "0000000000001006, false",
    "000000000000100f, true",
  })
  void signal1IsTheLowestBit(String mask, boolean isIgnored) {
    String status = "Name:\tjava\nSigBlk:\t0000000000000001\nSigIgn:\t" + mask + "\nSigCgt:\t1\n";
    assertThat(HangUp.isHangUpIgnored(status)).isEqualTo(isIgnored);
  }

  @Test
  void aSystemThatDoesNotTellIgnoresNothing() {
    assertThat(HangUp.isHangUpIgnored("")).isFalse();
    assertThat(HangUp.isHangUpIgnored("SigIgn:\t1")).isFalse();
  }

  @Test
  void whatIsThereHasNotGone(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      assertThat(HangUp.endsProgram(out.getFD())).isFalse();
    }
  }
}
