package acuse.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.ProxyHeaders;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.common.testing.fuzz.TcpExchange;
import acuse.server.guard.AddressBlock;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A proxy of a real server: its header, well-formed or anything at all, and what follows. */
public final class ProxyTarget {
  private static final int MAX_PIECE_BYTES = 40;
  private static final ReplyModel MODEL = new ReplyModel(Framing.LINE, "{message}!", 100, "exit");
  private static final Servers SERVERS =
      new Servers(Protocol.TCP, guard -> guard.proxy(AddressBlock.parse("127.0.0.0/8")));

  private ProxyTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    InetSocketAddress server = SERVERS.of(MODEL).tcpAddress();
    if (data.consumeBoolean()) {
      byte[] header =
          ProxyHeaders.binary(
              ProxyHeaders.PROXY,
              ProxyHeaders.TCP4,
              InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, data.consumeByte()}),
              data.consumeInt(1, 65_535));
      List<byte[]> following = Inputs.pieces(data, MAX_PIECE_BYTES);
      following.removeIf(piece -> piece.length == 0);
      List<byte[]> all = new ArrayList<>(following);
      all.add(0, header);
      assertThat(TcpExchange.finish(server, all)).isEqualTo(MODEL.tcpReplies(following));
    } else {
      String start = data.pickValue(new String[] {"PROXY ", "\r\n\r\n\0\r\nQUIT\n", ""});
      List<byte[]> all = new ArrayList<>(Inputs.pieces(data, MAX_PIECE_BYTES));
      all.add(0, start.getBytes(US_ASCII));
      all.removeIf(piece -> piece.length == 0);
      TcpExchange.finishUnlessReset(server, all);
    }
    SERVERS.assertNothingLogged();
  }
}
