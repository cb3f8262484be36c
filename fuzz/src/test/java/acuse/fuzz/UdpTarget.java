package acuse.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.fuzz.ReplyModel;
import acuse.common.testing.fuzz.UdpExchange;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.util.Arrays;

/** A datagram to a real server, and its reply. */
public final class UdpTarget {
  private static final int MAX_DATAGRAM_BYTES = 65_507;
  private static final Servers SERVERS = new Servers(Protocol.UDP);

  private UdpTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    ReplyModel model =
        new ReplyModel(
            Framing.AUTO,
            data.pickValue(new String[] {"{protocol}: {message}", "{message}", "ok"}),
            data.pickValue(new Integer[] {1, 8, 100, Integer.MAX_VALUE}),
            "exit");
    int filler = data.consumeBoolean() ? 0 : data.consumeInt(0, MAX_DATAGRAM_BYTES);
    byte[] datagram = withFillerBefore(filler, data.consumeRemainingAsBytes());
    byte[] reply = model.udpReply(datagram);
    boolean cannotBeSent = reply.length == 0 && IoTransport.AUTO.resolve() == IoTransport.NIO;
    if (cannotBeSent || model.goesRound(datagram)) {
      return;
    }
    AcuseServer server = SERVERS.of(model);
    try (UdpExchange peer = new UdpExchange(server.udpAddress())) {
      assertThat(peer.ask(datagram)).isEqualTo(reply);
    }
    SERVERS.assertNothingLogged();
  }

  private static byte[] withFillerBefore(int filler, byte[] bytes) {
    byte[] datagram = new byte[Math.min(MAX_DATAGRAM_BYTES, filler + bytes.length)];
    Arrays.fill(datagram, (byte) 'x');
    int length = Math.min(bytes.length, datagram.length);
    System.arraycopy(bytes, 0, datagram, datagram.length - length, length);
    return datagram;
  }
}
