package acuse.common.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Feeds a stream to a decoder, and holds all that it does against {@link WireModel}. */
public final class DecoderCheck implements MessageSink {
  /** Stands around every read, where no decoder may look. */
  private static final byte[] SURROUNDINGS = {'\r', '\n'};

  private static final int MAX_ENDING_BYTES = 2;

  private final StreamDecoder decoder;
  private final long maxUnfinishedBytes;

  /** Counts what it has given and not got back. */
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);

  private final List<Cut> cuts = new ArrayList<>();
  private long bytesSinceCut;

  private DecoderCheck(Framing framing, int maxMessageBytes) {
    decoder = StreamDecoder.of(framing, maxMessageBytes);
    maxUnfinishedBytes = (long) maxMessageBytes + MAX_ENDING_BYTES;
  }

  /**
   * Fails unless a decoder makes of {@code steps}, and then the stream's end, what it should.
   *
   * @param steps as in {@link WireModel}
   */
  public static void check(Framing framing, int maxMessageBytes, List<byte[]> steps) {
    DecoderCheck check = new DecoderCheck(framing, maxMessageBytes);
    List<Boolean> awaitsSilence = new ArrayList<>();
    for (byte[] step : steps) {
      check.step(step);
      awaitsSilence.add(check.decoder.awaitsSilence());
    }
    assertThat(awaitsSilence).isEqualTo(WireModel.awaitsSilence(framing, steps));
    check.decoder.end(check);
    check.decoder.release();
    check.decoder.release();
    assertThat(check.memory.metric().usedHeapMemory()).as("bytes not released").isZero();
    assertThat(check.cuts).isEqualTo(WireModel.cuts(framing, maxMessageBytes, steps));
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    add(new Cut(bytes.toString(index, length, ISO_8859_1), ending));
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    add(new Cut(null, ending));
  }

  private void add(Cut cut) {
    cuts.add(cut);
    bytesSinceCut = 0;
  }

  private void step(byte[] read) {
    if (read.length == 0) {
      decoder.silence(this);
      return;
    }
    ByteBuf in = memory.buffer();
    in.writeBytes(SURROUNDINGS).writeBytes(read).writeBytes(SURROUNDINGS);
    in.setIndex(SURROUNDINGS.length, SURROUNDINGS.length + read.length);
    byte[] before = Arrays.copyOf(in.array(), in.writerIndex() + SURROUNDINGS.length);
    while (in.isReadable()) {
      decode(in);
    }
    assertThat(Arrays.copyOf(in.array(), before.length)).as("the read itself").isEqualTo(before);
    assertThat(in.refCnt()).as("the read is its caller's").isEqualTo(1);
    in.release();
  }

  private void decode(ByteBuf in) {
    int start = in.readerIndex();
    int cutsBefore = cuts.size();
    bytesSinceCut += in.readableBytes();
    boolean cut = decoder.decode(in, this);
    assertThat(in.readerIndex()).as("progress").isGreaterThan(start);
    assertThat(cuts.size() - cutsBefore).as("cut out in one go").isEqualTo(cut ? 1 : 0);
    if (!cut) {
      assertThat(in.isReadable()).as("more to read").isFalse();
    }
    assertThat((long) decoder.unfinishedBytes())
        .as("unfinished bytes")
        .isLessThanOrEqualTo(Math.min(bytesSinceCut, maxUnfinishedBytes));
  }
}
