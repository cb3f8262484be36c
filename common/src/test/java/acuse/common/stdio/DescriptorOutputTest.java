package acuse.common.stdio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorOutputTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenComesOutOfAnInput() throws IOException {
    Path file = folder.resolve("file");
    byte[] large = new byte[300_000];
    large[large.length - 1] = 7;
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      DescriptorOutput output = new DescriptorOutput(out.getFD());
      assertThat(output.isAnyWritten()).isFalse();
      output.write('a');
      output.write("bcd".getBytes(US_ASCII), 1, 1);
      output.write(large);
      assertThat(output.isAnyWritten()).isTrue();
      assertThat(output.failure()).isNull();
    }
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      DescriptorInput input = new DescriptorInput(in.getFD());
      assertThat(input.read()).isEqualTo('a');
      assertThat(input.readNBytes(1)).containsExactly('c');
      assertThat(input.readAllBytes()).isEqualTo(large);
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  @Test
  void aFullDiskIsRemembered() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    try (FileOutputStream out = new FileOutputStream(full.toFile())) {
      DescriptorOutput output = new DescriptorOutput(out.getFD());
      assertThatThrownBy(() -> output.write('a')).isInstanceOf(IOException.class);
      assertThat(output.isAnyWritten()).isFalse();
      assertThat(output.failure()).isNotNull();
      assertThat(DescriptorOutput.isReaderGone(output.failure())).isFalse();
    }
  }

  @Test
  void whatIsOpenForReadingAloneCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      DescriptorOutput output = new DescriptorOutput(in.getFD());
      assertThatThrownBy(() -> output.write('a')).isInstanceOf(IOException.class);
      assertThat(output.failure()).isNotNull();
    }
  }

  @Test
  void whatIsOpenForWritingAloneCannotBeRead() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      assertThatThrownBy(() -> new DescriptorInput(out.getFD()).read())
          .isInstanceOf(IOException.class);
    }
  }
}
