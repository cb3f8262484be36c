package acuse.common.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.stdio.TerminalCheck.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalCheckTest {
  @ParameterizedTest
  @CsvSource({
    "/dev/pts/0, YES",
    "/dev/pts/12 (deleted), YES",
    "/dev/tty, YES",
    "/dev/tty1, YES",
    "/dev/ttyS0, YES",
    "/dev/console, YES",
    "/dev/null, NO",
    "pipe:[4711], NO",
    "socket:[4711], NO",
    "anon_inode:[eventfd], NO",
    "/dev/hvc0, UNKNOWN",
    "/dev/zero, UNKNOWN",
    "/3, UNKNOWN", // a terminal of another container
  })
  void theTargetOfADescriptorTellsItsKind(String target, Answer answer) {
    assertThat(TerminalCheck.ofTarget(target)).isEqualTo(answer);
  }
}
