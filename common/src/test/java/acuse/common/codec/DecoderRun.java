package acuse.common.codec;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.testing.MessageRecorder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Feeds reads to a decoder as a session does, and checks what it must never do. */
final class DecoderRun {
  private final StreamDecoder decoder;
  private final MessageRecorder recorder = new MessageRecorder();

  DecoderRun(Framing framing, int maxMessageBytes) {
    decoder = StreamDecoder.of(framing, maxMessageBytes);
  }

  /** All of {@code stream}, in reads that end at {@code splits}, and then its end. */
  static List<String> decode(Framing framing, int maxMessageBytes, byte[] stream, int... splits) {
    DecoderRun run = new DecoderRun(framing, maxMessageBytes);
    int start = 0;
    for (int split : splits) {
      run.read(stream, start, split);
      start = split;
    }
    return run.read(stream, start, stream.length).end();
  }

  DecoderRun read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return read(bytes, 0, bytes.length);
  }

  DecoderRun read(byte[] stream, int start, int end) {
    ByteBuf in = ByteBufAllocator.DEFAULT.buffer();
    in.writeBytes(stream, start, end - start);
    while (in.isReadable()) {
      int before = in.readerIndex();
      decoder.decode(in, recorder);
      assertThat(in.readerIndex()).as("progress").isGreaterThan(before);
    }
    assertThat(in.refCnt()).as("the read is its caller's").isEqualTo(1);
    in.release();
    return this;
  }

  DecoderRun silence() {
    decoder.silence(recorder);
    return this;
  }

  boolean awaitsSilence() {
    return decoder.awaitsSilence();
  }

  int unfinishedBytes() {
    return decoder.unfinishedBytes();
  }

  List<String> messages() {
    return recorder.messages();
  }

  /** Ends the stream; whatever was kept must be free afterwards, which the leak detector sees. */
  List<String> end() {
    decoder.end(recorder);
    decoder.release();
    return recorder.messages();
  }
}
