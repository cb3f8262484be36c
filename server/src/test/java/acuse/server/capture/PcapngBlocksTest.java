package acuse.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes, against a rendering of the draft and the RFCs that shares no code with this one. */
class PcapngBlocksTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 5000);
  private static final InetSocketAddress UDP = new InetSocketAddress("127.0.0.2", 65_433);
  private static final InetSocketAddress TCP = new InetSocketAddress("127.0.0.2", 65_432);

  @Test
  void aSectionSaysWhoWroteIt() {
    assertThat(written(blocks -> blocks.sectionHeader("ñ", "Acuse 1")))
        .isEqualTo(
            "0a0d0d0a340000004d3c2b1a01000000ffffffffffffffff01000200c3b10000040007004163"
                + "7573652031000000000034000000");
  }

  @Test
  void anInterfaceCountsNanoseconds() {
    assertThat(written(blocks -> blocks.interfaceDescription(Link.UDP, 96)))
        .isEqualTo(
            "010000005c00000065000000600000000200090061637573652d756470000000030028005544"
                + "50206173207468652070726f6772616d20726563656976657320616e642073656e6473206974"
                + "0900010009000000000000005c000000");
  }

  @Test
  void statisticsSayWhatIsMissing() {
    assertThat(written(blocks -> blocks.interfaceStatistics(Link.UDP, (1L << 32) + 2, 3, 4)))
        .isEqualTo(
            "0500000034000000010000000100000002000000040008000300000000000000050008000400"
                + "0000000000000000000034000000");
  }

  @Test
  void aPacketHasItsTimeItsDirectionAndItsComment() {
    CapturedPacket packet = udp(0x18b1_2c3d_4e5fL, "hola\n", "read 1");
    byte[] drawn = DrawnPacket.draw(packet);
    assertThat(written(blocks -> blocks.packet(packet, drawn, drawn.length, 9)))
        .isEqualTo(
            "060000006800000001000000b11800005f4e3d2c210000002100000045000021000040004011"
                + "3cc97f0000017f0000021388ff99000d0fde686f6c610a000000010006007265616420310000"
                + "0200040001000000040008000900000000000000000000006800"
                + "0000");
  }

  @Test
  void aDatagramHasItsHeaders() {
    assertThat(hex(DrawnPacket.draw(udp(1, "hola\n", ""))))
        .isEqualTo("450000210000400040113cc97f0000017f0000021388ff99000d0fde686f6c610a");
  }

  @Test
  void aSegmentHasItsHeaders() {
    TcpFields fields = new TcpFields(7, 0xffff_fff0, TcpFields.ACK | TcpFields.PSH);
    assertThat(hex(DrawnPacket.draw(tcp(PEER, TCP, fields, "abc"))))
        .isEqualTo(
            "4500002b0000400040063cca7f0000017f0000021388ff9800000007fffffff05018ffffda4a"
                + "0000616263");
  }

  @Test
  void betweenIpv4AndIpv6BothAreIpv6() {
    TcpFields syn = new TcpFields(0, 0, TcpFields.SYN);
    InetSocketAddress from = new InetSocketAddress("::1", 1);
    InetSocketAddress to = new InetSocketAddress("127.0.0.2", 2);
    assertThat(hex(DrawnPacket.draw(tcp(from, to, syn, ""))))
        .isEqualTo(
            "60000000001c06400000000000000000000000000000000100000000000000000000ffff7f00"
                + "00020001000200000000000000007002fffffdf500000204ffd703030e00");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 65507", "127.0.0.1, 0", "::1, 65527", "::1, 1"})
  void aReceiverFindsTheChecksumRight(String host, int payloadBytes) {
    InetSocketAddress address = new InetSocketAddress(host, 9);
    byte[] payload = new byte[payloadBytes];
    new Random(payloadBytes).nextBytes(payload);
    CapturedPacket packet = new CapturedPacket(1, true, address, address, null, payload, "");
    byte[] drawn = DrawnPacket.draw(packet);
    int start = drawn.length - payloadBytes - 8;
    byte[] ip = address.getAddress().getAddress();
    long pseudoHeader = 2 * Checksum.sum(ip) + 17 + payloadBytes + 8;
    assertThat(Checksum.of(pseudoHeader + Checksum.sum(drawn, start, payloadBytes + 8))).isZero();
  }

  @Test
  void aChecksumOfZeroIsWrittenAsItsOther() {
    InetSocketAddress any = new InetSocketAddress("0.0.0.0", 0);
    byte[] payload = {(byte) 0xff, (byte) (0xff - 17 - 10 - 10)};
    byte[] drawn = DrawnPacket.draw(new CapturedPacket(1, true, any, any, null, payload, ""));
    assertThat(Arrays.copyOfRange(drawn, 26, 28)).containsExactly(0xff, 0xff);
  }

  private static CapturedPacket udp(long epochNanos, String payload, String comment) {
    return new CapturedPacket(
        epochNanos, true, PEER, UDP, null, payload.getBytes(StandardCharsets.US_ASCII), comment);
  }

  private static CapturedPacket tcp(
      InetSocketAddress from, InetSocketAddress to, TcpFields fields, String payload) {
    return new CapturedPacket(
        1, true, from, to, fields, payload.getBytes(StandardCharsets.US_ASCII), "");
  }

  private static String written(Consumer<PcapngBlocks> writing) {
    ByteBuffer out = ByteBuffer.allocate(1000);
    writing.accept(new PcapngBlocks(out));
    return hex(Arrays.copyOf(out.array(), out.position()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
