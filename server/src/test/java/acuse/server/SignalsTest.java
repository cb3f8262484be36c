package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import acuse.common.stdio.Signals;
import acuse.server.testing.JavaProgram;
import java.io.BufferedReader;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A first signal asks for the end, a second one is the end. */
@DisabledOnOs(OS.WINDOWS)
class SignalsTest {
  /** A signal that nobody sends to a build, and that the system ignores unless it is handled. */
  private static final String HARMLESS = "URG";

  @Test
  void aSignalRunsItsAction() throws Exception {
    CountDownLatch acted = new CountDownLatch(2);
    Signals.handle(HARMLESS, acted::countDown);
    raise(HARMLESS);
    raise(HARMLESS);
    assertThat(acted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** As HUP on Windows. */
  @Test
  void aSignalThatTheSystemDoesNotHaveIsNeverHeard() {
    AtomicInteger heard = new AtomicInteger();
    assertThatCode(() -> Signals.handle("NONE", heard::incrementAndGet)).doesNotThrowAnyException();
    assertThat(heard).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"INT, TERM, 143", "TERM, INT, 130", "INT, INT, 130", "TERM, TERM, 143"})
  void aSecondSignalEndsTheProgramAtOnce(String first, String second, int status) throws Exception {
    Process program =
        new ProcessBuilder(JavaProgram.command(List.of(), NeverEnding.class, first, second))
            .start();
    try (BufferedReader out = program.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("stopping");
      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isEqualTo(status);
      assertThat(program.errorReader(UTF_8).lines()).isEmpty();
    } finally {
      program.destroyForcibly();
    }
  }

  /** A program that hangs in its end. It sends itself the signals. */
  static final class NeverEnding {
    private NeverEnding() {}

    public static void main(String[] signals) throws Exception {
      StopSignal stop = new StopSignal();
      raise(signals[0]);
      stop.await();
      System.out.println("stopping");
      raise(signals[1]);
      Thread.currentThread().join();
    }
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    type.getMethod("raise", type).invoke(null, type.getConstructor(String.class).newInstance(name));
  }
}
