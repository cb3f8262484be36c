package acuse.server.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.capture.Capture.Way;
import acuse.server.capture.PcapngFile.Block;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CaptureTest {
  private static final long EPOCH_NANOS = 1_700_000_000_123_456_789L;
  private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 65_432);
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 5000);
  private static final long SMALL_QUEUE_BYTES = 256 << 10;
  private static final CaptureConfig ALL =
      new CaptureConfig(CaptureConfig.UNLIMITED, CaptureConfig.UNLIMITED);

  private final Output out = new Output();
  private final List<String> said = new ArrayList<>();
  private final CaptureListener listener =
      new CaptureListener() {
        @Override
        public void failed(IOException why) {
          said.add("failed: " + why.getMessage());
        }

        @Override
        public void limitReached(long maxFileBytes) {
          said.add("limit: " + maxFileBytes);
        }
      };

  /** A file; each write of it is looked at, as if the program had been killed then. */
  private static final class Output implements WritableByteChannel {
    final CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(0);
    int room = Integer.MAX_VALUE;
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      writing.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (written.size() + bytes.remaining() > room) {
        throw new IOException("No space left on device");
      }
      byte[] taken = new byte[bytes.remaining()];
      bytes.get(taken);
      written.writeBytes(taken);
      PcapngFile.blocks(written.toByteArray());
      return taken.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}

    byte[] file() {
      return written.toByteArray();
    }
  }

  @Test
  void aConnectionIsAHandshakeItsDataAndItsEnd() {
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener)) {
      TcpConversation talk = capture.connection(LOCAL, PEER);
      talk.opened(true);
      data(talk, Way.IN, "hola\n", "read 1: message 1");
      data(talk, Way.OUT, "hola, hola\n", "reply to message 1");
      talk.fin(Way.IN, "");
      talk.fin(Way.OUT, "");
    }
    int first = 1_000_003;
    assertThat(PcapngFile.packets(out.file()))
        .extracting(Block::tcp)
        .containsExactly(
            "5000>65432 seq=%d ack=0 flags=02 bytes=0".formatted(first),
            "65432>5000 seq=%d ack=%d flags=12 bytes=0".formatted(first, first + 1),
            "5000>65432 seq=%d ack=%d flags=10 bytes=0".formatted(first + 1, first + 1),
            "5000>65432 seq=%d ack=%d flags=18 bytes=5".formatted(first + 1, first + 1),
            "65432>5000 seq=%d ack=%d flags=18 bytes=11".formatted(first + 1, first + 6),
            "5000>65432 seq=%d ack=%d flags=11 bytes=0".formatted(first + 6, first + 12),
            "65432>5000 seq=%d ack=%d flags=11 bytes=0".formatted(first + 12, first + 7));
    assertThat(PcapngFile.packets(out.file()))
        .extracting(Block::comment)
        .containsExactly(
            "drawn", "drawn", "drawn", "read 1: message 1", "reply to message 1", "", "");
    assertThat(PcapngFile.packets(out.file()))
        .extracting(block -> block.number(2))
        .containsExactly(1L, 2L, 1L, 1L, 2L, 1L, 2L);
    assertThat(said).isEmpty();
  }

  @Test
  void aConnectionThatThisSideOpensAndBreaksSaysSo() {
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener)) {
      TcpConversation talk = capture.connection(PEER, LOCAL);
      talk.opened(false);
      talk.rst(Way.OUT, "reset on purpose");
    }
    List<Block> packets = PcapngFile.packets(out.file());
    assertThat(packets)
        .extracting(Block::tcp)
        .map(tcp -> tcp.replaceAll("seq.*flags", "flags"))
        .containsExactly(
            "5000>65432 flags=02 bytes=0",
            "65432>5000 flags=12 bytes=0",
            "5000>65432 flags=10 bytes=0",
            "5000>65432 flags=14 bytes=0");
    assertThat(packets).extracting(block -> block.number(2)).containsExactly(2L, 1L, 2L, 2L);
    assertThat(packets.get(3).comment()).isEqualTo("reset on purpose");
  }

  @Test
  void moreThanAnIpPacketHoldsBecomesSeveral() {
    int most = 65_535 - 20 - 20;
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener)) {
      TcpConversation talk = capture.connection(LOCAL, PEER);
      data(talk, Way.IN, "x".repeat(most), "exactly");
      data(talk, Way.IN, "x".repeat(2 * most + 1), "more");
      data(talk, Way.OUT, "y", "");
    }
    int first = 1_000_003;
    assertThat(PcapngFile.packets(out.file()))
        .extracting(Block::tcp)
        .containsExactly(
            "5000>65432 seq=%d ack=%d flags=18 bytes=%d".formatted(first, first, most),
            "5000>65432 seq=%d ack=%d flags=10 bytes=%d".formatted(first + most, first, most),
            "5000>65432 seq=%d ack=%d flags=10 bytes=%d".formatted(first + 2 * most, first, most),
            "5000>65432 seq=%d ack=%d flags=18 bytes=1".formatted(first + 3 * most, first),
            "65432>5000 seq=%d ack=%d flags=18 bytes=1".formatted(first, first + 3 * most + 1));
    assertThat(PcapngFile.packets(out.file()).get(0).originalBytes()).isEqualTo(65_535);
  }

  @Test
  void aDatagramIsAPacket() {
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener)) {
      datagram(capture, Way.IN, "hola", "message 1");
      datagram(capture, Way.OUT, "", "reply 1");
    }
    List<Block> packets = PcapngFile.packets(out.file());
    assertThat(packets).extracting(Block::link).containsExactly(1, 1);
    assertThat(packets).extracting(Block::originalBytes).containsExactly(32, 28);
    assertThat(packets).extracting(Block::comment).containsExactly("message 1", "reply 1");
    assertThat(packets.get(0).packet().getShort(22)).isEqualTo((short) 65_432);
    assertThat(packets.get(1).packet().getShort(20)).isEqualTo((short) 65_432);
  }

  @Test
  void theFileBeginsWithItsInterfacesAndEndsWithTheirStatistics() {
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener)) {
      datagram(capture, Way.IN, "hola", "");
    }
    List<Block> blocks = PcapngFile.blocks(out.file());
    assertThat(blocks).extracting(Block::type).containsExactly(0x0a0d0d0a, 1, 1, 6, 5, 5);
    assertThat(blocks.get(0).comment()).contains("headers are drawn");
    assertThat(blocks.get(4).number(4)).isZero();
    assertThat(blocks.get(5).number(4)).isEqualTo(1);
  }

  @Test
  void aPacketIsCutWhereItIsAskedToBe() {
    CaptureConfig headers = new CaptureConfig(30, CaptureConfig.UNLIMITED);
    try (Capture capture = Capture.begin(out, "Acuse 1", headers, listener)) {
      datagram(capture, Way.IN, "hola", "");
      datagram(capture, Way.IN, "x", "");
    }
    List<Block> packets = PcapngFile.packets(out.file());
    assertThat(packets).extracting(Block::capturedBytes).containsExactly(30, 29);
    assertThat(packets).extracting(Block::originalBytes).containsExactly(32, 29);
    assertThat(PcapngFile.blocks(out.file()).get(1).body().getInt(4)).isEqualTo(30);
  }

  @Test
  void atItsLimitTheFileEndsAndIsWhole() {
    CaptureConfig small = new CaptureConfig(CaptureConfig.UNLIMITED, 5000);
    try (Capture capture = Capture.begin(out, "Acuse 1", small, listener)) {
      for (int i = 0; i < 100; i++) {
        datagram(capture, Way.IN, "hola".repeat(20), "");
      }
    }
    assertThat(out.file().length).isBetween(4800, 5000);
    List<Block> blocks = PcapngFile.blocks(out.file());
    assertThat(blocks.get(blocks.size() - 1).number(4)).isEqualTo(blocks.size() - 5L);
    assertThat(said).containsExactly("limit: 5000");
  }

  @Test
  void aFailureIsToldOnceAndNothingElseHappens() {
    out.room = 3000;
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener)) {
      for (int i = 0; i < 10_000; i++) {
        datagram(capture, Way.IN, "hola", "");
      }
    }
    assertThat(said).containsExactly("failed: No space left on device");
    PcapngFile.blocks(out.file());
  }

  @Test
  void whatAStuckOutputNeverTookIsCountedAtTheEnd() throws Exception {
    out.released = new CountDownLatch(1);
    Capture capture = Capture.begin(out, "Acuse 1", ALL, listener);
    out.writing.await();
    for (int i = 0; i < 5; i++) {
      datagram(capture, Way.IN, "hola", "");
    }
    assertThat(capture.leftOut()).isZero();
    capture.close(); // which does not wait for ever
    assertThat(capture.leftOut()).isEqualTo(5);
    out.released.countDown();
  }

  @Test
  void whatTheQueueHasNoRoomForIsCountedInTheNextPacket() throws Exception {
    out.released = new CountDownLatch(1);
    long dropped;
    try (Capture capture = Capture.begin(out, "Acuse 1", ALL, listener, SMALL_QUEUE_BYTES)) {
      out.writing.await(); // the file's beginning, which is stuck
      while (capture.dropped(Protocol.UDP) < 3) {
        datagram(capture, Way.IN, "x".repeat(60_000), "before");
      }
      out.released.countDown();
      while (!isCaptured(capture)) {
        Thread.onSpinWait();
      }
      dropped = capture.dropped(Protocol.UDP);
      assertThat(capture.dropped(Protocol.TCP)).isZero();
    }
    List<Block> blocks = PcapngFile.blocks(out.file());
    List<Block> packets = PcapngFile.packets(out.file());
    Block after =
        packets.stream().filter(block -> block.comment().equals("after")).findFirst().orElseThrow();
    assertThat(packets.stream().filter(block -> block.comment().equals("before")))
        .allMatch(block -> block.number(4) == 0);
    assertThat(after.number(4)).isEqualTo(dropped);
    Block statistics = blocks.get(blocks.size() - 1);
    assertThat(statistics.number(5)).isEqualTo(dropped);
    assertThat(statistics.number(4)).isEqualTo(packets.size() + dropped);
  }

  /** Whether one more packet finds room. */
  private static boolean isCaptured(Capture capture) {
    long before = capture.dropped(Protocol.UDP);
    datagram(capture, Way.IN, "", "after");
    return capture.dropped(Protocol.UDP) == before;
  }

  private static void data(TcpConversation talk, Way way, String text, String comment) {
    talk.data(way, EPOCH_NANOS, text.getBytes(UTF_8), comment);
  }

  private static void datagram(Capture capture, Way way, String text, String comment) {
    capture.datagram(way, capture.nowEpochNanos(), LOCAL, PEER, text.getBytes(UTF_8), comment);
  }
}
