package acuse.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedPrinterTest {
  private static final int MAX_LINES = 8192;

  /** Nothing waits this long unless it fails. */
  private static final Duration LONG = Duration.ofSeconds(20);

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

  private static final BoundedPrinter.Words WORDS =
      new BoundedPrinter.Words() {
        @Override
        public String notShown(long lines) {
          return lines + " left out";
        }

        @Override
        public String failed(RetryingOutput.Outage outage, long linesNotShown) {
          return outage.reason() + "; " + linesNotShown + " left out";
        }
      };

  private static BoundedPrinter printer(OutputStream out) {
    return new BoundedPrinter(Channels.newChannel(out), MAX_LINES, WORDS);
  }

  @Test
  void printsLinesInOrderAndAllOfThemBeforeItCloses() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BoundedPrinter printer = printer(out)) {
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
    try (BoundedPrinter printer = printer(out)) {
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
    try (BoundedPrinter printer = printer(out)) {
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
    try (BoundedPrinter printer = printer(gone)) {
      printer.print(text -> text.append("hola"));
    }
  }

  /** A disk that is full until somebody has made room. */
  private static final class FullDisk implements WritableByteChannel {
    final CountDownLatch full = new CountDownLatch(1);
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    volatile boolean hasRoom;

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (!hasRoom) {
        full.countDown();
        throw new IOException("No space left on device");
      }
      byte[] some = new byte[bytes.remaining()];
      bytes.get(some);
      written.writeBytes(some);
      return some.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void goesOnWhenADiskIsNoLongerFullAndSaysSo() throws Exception {
    FullDisk disk = new FullDisk();
    try (BoundedPrinter printer = new BoundedPrinter(disk, MAX_LINES, WORDS)) {
      printer.print(text -> text.append("uno"));
      disk.full.await();
      printer.print(text -> text.append("dos"));
      disk.hasRoom = true;
      printer.close(LONG);
    }
    assertThat(disk.written.toString(UTF_8))
        .isEqualTo("uno\ndos\nNo space left on device; 0 left out\n");
  }

  @Test
  void holdsNoMoreThanItsQueueWhileTheOutputFails() throws Exception {
    FullDisk disk = new FullDisk();
    int lines = 100_000;
    try (BoundedPrinter printer = new BoundedPrinter(disk, 16, WORDS)) {
      printer.print(text -> text.append("x"));
      disk.full.await();
      for (int i = 1; i < lines; i++) {
        printer.print(text -> text.append("x"));
      }
      disk.hasRoom = true;
      printer.close(LONG);
    }
    List<String> printed = disk.written.toString(UTF_8).lines().toList();
    int shown = 1 + 16;
    assertThat(printed.subList(0, shown)).containsOnly("x");
    assertThat(printed.subList(shown, printed.size()))
        .containsExactly("No space left on device; " + (lines - shown) + " left out");
  }

  /** Without its thread nothing would ever be shown again. */
  @Test
  void outlivesWantOfMemory() throws Exception {
    FullDisk disk = new FullDisk();
    disk.hasRoom = true;
    try (BoundedPrinter printer = new BoundedPrinter(disk, MAX_LINES, WORDS)) {
      printer.print(
          text -> {
            throw new OutOfMemoryError("tried out");
          });
      while (disk.written.size() == 0) {
        Thread.onSpinWait(); // until it is said: lines that come before that are left out, too
      }
      printer.print(text -> text.append("hola"));
    }
    assertThat(disk.written.toString(UTF_8).lines()).containsExactly("1 left out", "hola");
  }
}
