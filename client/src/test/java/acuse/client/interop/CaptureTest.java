package acuse.client.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.capture.Capture;
import acuse.server.capture.Capture.Way;
import acuse.server.capture.CaptureConfig;
import acuse.server.capture.CaptureListener;
import acuse.server.capture.TcpConversation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture from inside, as Wireshark's programs read it. */
@InteropTest
final class CaptureTest {
  private static final InetSocketAddress TCP = new InetSocketAddress("127.0.0.1", 65_432);
  private static final InetSocketAddress UDP = new InetSocketAddress("127.0.0.1", 65_433);
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 51_000);
  private static final InetSocketAddress TCP6 = new InetSocketAddress("::1", 65_432);
  private static final InetSocketAddress UDP6 = new InetSocketAddress("::1", 65_433);
  private static final InetSocketAddress PEER6 = new InetSocketAddress("::1", 51_000);
  private static final long EPOCH_NANOS = 1_700_000_000_123_456_789L;
  private static final int BULK_BYTES = 1_000_000;

  private static final CaptureListener NO_COMPLAINT =
      new CaptureListener() {
        @Override
        public void failed(IOException why) {
          throw new AssertionError(why);
        }

        @Override
        public void limitReached(long maxFileBytes) {
          throw new AssertionError("limit=" + maxFileBytes);
        }
      };

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void captureATalk() throws IOException {
    file = folder.resolve("talk.pcapng");
    CaptureConfig all = new CaptureConfig(CaptureConfig.UNLIMITED, CaptureConfig.UNLIMITED);
    FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (Capture capture = Capture.begin(out, "Acuse 1", all, NO_COMPLAINT)) {
      TcpConversation talk = capture.connection(TCP, PEER);
      talk.opened(true);
      data(talk, Way.IN, "uno\ndos\n", "read 1: messages 1-2");
      data(talk, Way.OUT, "re uno\nre dos\n", "replies to messages 1-2");
      data(talk, Way.IN, "tres\n", "read 2: message 3");
      talk.fin(Way.IN, "");
      data(talk, Way.OUT, "re tres\n", "reply to message 3");
      talk.fin(Way.OUT, "");
      TcpConversation bulk = capture.connection(TCP6, PEER6);
      bulk.opened(true);
      data(bulk, Way.IN, "x".repeat(BULK_BYTES), "");
      data(bulk, Way.OUT, "y".repeat(BULK_BYTES), "");
      data(bulk, Way.IN, "z", "");
      bulk.rst(Way.IN, "");
      datagram(capture, Way.IN, UDP, PEER, "hola", "message 1");
      datagram(capture, Way.OUT, UDP, PEER, "re hola", "reply to message 1");
      datagram(capture, Way.IN, UDP, PEER, "", "message 2");
      datagram(capture, Way.IN, UDP6, PEER6, "x".repeat(65_527), "");
    }
  }

  @Test
  void thereIsNothingToComplainOf() {
    assertThat(Tshark.fields(file, Tshark.COMPLAINTS, "frame.number", "_ws.expert.message"))
        .isEmpty();
    String checked = "tcp.checksum.status == 1 && tcp.port == 65432 || udp.checksum.status == 1";
    assertThat(Tshark.fields(file, checked, "frame.number"))
        .hasSameSizeAs(Tshark.fields(file, "ip || ipv6", "frame.number"));
  }

  @Test
  void thePortsFindTheTalkAndCommentsAndDirectionsAreThere() {
    assertThat(
            Tshark.fields(
                file,
                "tcp.port == 65432 && ip",
                "frame.interface_name",
                "frame.packet_flags_direction",
                "tcp.flags.str",
                "tcp.len",
                "frame.comment"))
        .map(line -> line.replace("·", "")) // a dot for each flag that is not set
        .containsExactly(
            "acuse-tcp,0x00000001,S,0,drawn",
            "acuse-tcp,0x00000002,AS,0,drawn",
            "acuse-tcp,0x00000001,A,0,drawn",
            "acuse-tcp,0x00000001,AP,8,read 1: messages 1-2",
            "acuse-tcp,0x00000002,AP,14,replies to messages 1-2",
            "acuse-tcp,0x00000001,AP,5,read 2: message 3",
            "acuse-tcp,0x00000001,AF,0,",
            "acuse-tcp,0x00000002,AP,8,reply to message 3",
            "acuse-tcp,0x00000002,AF,0,");
    assertThat(
            Tshark.fields(
                file,
                "udp.port == 65433 && ip",
                "frame.interface_name",
                "udp.length",
                "frame.comment"))
        .containsExactly(
            "acuse-udp,12,message 1", "acuse-udp,15,reply to message 1", "acuse-udp,8,message 2");
  }

  @Test
  void aStreamCanBeFollowed() {
    String talk = Tshark.read(file, "-q", "-z", "follow,tcp,ascii,0").out();
    assertThat(talk.lines().map(String::strip))
        .containsSubsequence("uno", "dos", "re uno", "re dos", "tres", "re tres");
    String bulk = Tshark.read(file, "-q", "-z", "follow,tcp,ascii,1").out();
    assertThat(bulk.chars().filter(c -> c == 'x')).hasSize(BULK_BYTES);
    assertThat(bulk.chars().filter(c -> c == 'y')).hasSize(BULK_BYTES);
  }

  @Test
  void capinfosSaysWhoWroteItAndHowMuch() {
    Finished said = Tool.CAPINFOS.start("-M", file.toString()).finish();
    assertThat(said.status()).isZero();
    assertThat(said.out())
        .contains("Capture application: Acuse 1", "nanosecond", "acuse-tcp", "acuse-udp")
        .contains("headers are drawn");
  }

  /** As a program leaves it that is killed in the middle of a write. */
  @Test
  void aFileThatWasCutCanBeReadUpToThere() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.pcapng");
    Files.write(cut, Arrays.copyOf(whole, 1500));
    List<String> all = Tshark.fields(file, "tcp", "frame.number", "tcp.flags", "tcp.len");
    List<String> left = Tshark.fields(cut, "tcp", "frame.number", "tcp.flags", "tcp.len");
    assertThat(left).hasSizeGreaterThan(3).isEqualTo(all.subList(0, left.size()));
  }

  private static void data(TcpConversation talk, Way way, String text, String comment) {
    talk.data(way, EPOCH_NANOS, text.getBytes(UTF_8), comment);
  }

  private static void datagram(
      Capture capture,
      Way way,
      InetSocketAddress local,
      InetSocketAddress peer,
      String text,
      String comment) {
    capture.datagram(way, EPOCH_NANOS, local, peer, text.getBytes(UTF_8), comment);
  }
}
