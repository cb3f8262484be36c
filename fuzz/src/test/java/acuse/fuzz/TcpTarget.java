package acuse.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.common.testing.fuzz.TcpExchange;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A TCP peer of a real server, from connecting to the last reply, or to a reset. */
public final class TcpTarget {
  private static final int MAX_PIECE_BYTES = 40;
  private static final Servers SERVERS = new Servers(Protocol.TCP);

  private TcpTarget() {}

  /** In auto framing the first write has an LF, so that no clock decides anything. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    Framing framing = data.pickValue(new Framing[] {Framing.LINE, Framing.LENGTH, Framing.AUTO});
    ReplyModel model =
        new ReplyModel(
            framing,
            data.pickValue(new String[] {"{protocol}: {message}", "{message}", "ok", ""}),
            data.pickValue(new Integer[] {1, 8, 100, Integer.MAX_VALUE}),
            "exit");
    boolean reset = data.consumeInt(0, 9) == 0;
    boolean finish = data.consumeBoolean();
    List<byte[]> pieces = new ArrayList<>();
    if (framing == Framing.AUTO) {
      pieces.add(new byte[] {'\n'});
    }
    pieces.addAll(Inputs.pieces(data, MAX_PIECE_BYTES));
    pieces.removeIf(piece -> piece.length == 0);
    InetSocketAddress server = SERVERS.of(model).tcpAddress();
    if (reset) {
      TcpExchange.reset(server, pieces);
    } else {
      byte[] replies =
          finish || !model.exitsBeforeFin(pieces)
              ? TcpExchange.finish(server, pieces)
              : TcpExchange.awaitEnd(server, pieces);
      assertThat(replies).isEqualTo(model.tcpReplies(pieces));
    }
    SERVERS.assertNothingLogged();
  }
}
