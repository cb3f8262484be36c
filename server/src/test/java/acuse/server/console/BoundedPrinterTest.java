package acuse.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedPrinterTest {
  /** A terminal that somebody has stopped with Ctrl-S. */
  private static final class StuckOutput extends OutputStream {
    final CountDownLatch writing = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      writing.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      written.write(b);
    }
  }

  @Test
  void printsLinesInOrderAndAllOfThemBeforeItCloses() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BoundedPrinter printer = new BoundedPrinter(out, left -> left + " left out")) {
      for (int i = 0; i < 5; i++) {
        String line = "línea " + i;
        printer.print(text -> text.append(line));
      }
    }
    assertThat(out.toString(UTF_8)).isEqualTo("línea 0\nlínea 1\nlínea 2\nlínea 3\nlínea 4\n");
  }

  @Test
  void neverWaitsForAStuckOutputAndSaysHowMuchWasLeftOut() throws Exception {
    StuckOutput out = new StuckOutput();
    int lines = 100_000;
    try (BoundedPrinter printer = new BoundedPrinter(out, left -> left + " left out")) {
      printer.print(text -> text.append("first"));
      out.writing.await();
      for (int i = 0; i < lines; i++) {
        printer.print(text -> text.append("x"));
      }
      out.released.countDown();
    }
    String printed = out.written.toString(UTF_8);
    long shown = printed.lines().filter(line -> line.equals("x")).count();
    long leftOut =
        printed
            .lines()
            .filter(line -> line.endsWith(" left out"))
            .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
            .sum();
    assertThat(leftOut).isPositive();
    assertThat(shown + leftOut).isEqualTo(lines);
  }

  @Test
  void saysWhatIsMissingWhereItIsMissing() throws Exception {
    StuckOutput out = new StuckOutput();
    try (BoundedPrinter printer = new BoundedPrinter(out, left -> left + " left out")) {
      printer.print(text -> text.append("first"));
      out.writing.await();
      for (int i = 0; i < 100_000; i++) {
        String line = Integer.toString(i);
        printer.print(text -> text.append(line));
      }
      out.released.countDown();
    }
    long next = 0;
    for (String line : out.written.toString(UTF_8).lines().skip(1).toList()) {
      if (line.endsWith(" left out")) {
        next += Long.parseLong(line.substring(0, line.indexOf(' ')));
      } else {
        assertThat(line).isEqualTo(Long.toString(next++));
      }
    }
    assertThat(next).isEqualTo(100_000);
  }

  @Test
  void outputThatIsGoneIsNoBodysProblem() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (BoundedPrinter printer = new BoundedPrinter(gone, left -> "")) {
      printer.print(text -> text.append("hola"));
    }
  }
}
