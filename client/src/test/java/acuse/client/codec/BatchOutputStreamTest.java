package acuse.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchOutputStreamTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void nothingIsPassedOnBeforeAFlush() throws IOException {
    BatchOutputStream batch = new BatchOutputStream(out);
    batch.write(new byte[] {1, 2, 3}, 1, 2);
    batch.write(4);
    assertThat(out.size()).isZero();
    batch.flush();
    assertThat(out.toByteArray()).containsExactly(2, 3, 4);
    batch.flush();
    assertThat(out.size()).isEqualTo(3);
  }

  @Test
  void bytesKeepTheirOrderWhateverTheSizes() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    BatchOutputStream batch = new BatchOutputStream(out);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(10) == 0 ? 60_000 + random.nextInt(10_000) : i];
      random.nextBytes(bytes);
      for (OutputStream each : new OutputStream[] {batch, expected}) {
        each.write(bytes);
        each.write(i);
      }
    }
    batch.flush();
    assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void whatCouldNotBeWrittenIsNotTriedAgain() throws IOException {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    BatchOutputStream batch = new BatchOutputStream(gone);
    batch.write(1);
    assertThatThrownBy(batch::flush).hasMessage("Broken pipe");
    batch.flush();
  }
}
