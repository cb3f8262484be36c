package acuse.server.story;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoryJsonTest {
  private static final Instant SINCE = Instant.parse("2026-01-31T23:59:59.999Z");

  @Test
  void aStoryIsOneLineWithEverythingInIt() {
    Session session =
        new Session(
            7,
            Protocol.TCP,
            new InetSocketAddress("192.0.2.7", 4321),
            new InetSocketAddress("127.0.0.1", 65_432),
            SINCE,
            true);
    SessionStory story =
        new SessionStory(
            session,
            Optional.of(new InetSocketAddress("127.0.0.1", 39_252)),
            Duration.ofMillis(3210),
            new SideCounts(3, 12, 2),
            new SideCounts(3, 81, 2),
            Optional.of(SessionStory.Side.PEER),
            StreamEnd.FIN,
            StreamEnd.RST,
            Optional.of(SessionEnd.ON_PURPOSE),
            5,
            1,
            Map.of("tcp-out:delay", 2L, "tcp-in:loss", 1L),
            Optional.of(new SessionStory.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256")),
            Optional.of(new KernelInfo(38, 19, 0, 32_768, 10, 65_535)));
    assertThat(StoryJson.line(story))
        .isEqualTo(
            "{\"schema\":\"acuse.session/1\",\"session\":7,\"protocol\":\"tcp\","
                + "\"peer\":\"192.0.2.7:4321\",\"local\":\"127.0.0.1:65432\","
                + "\"proxy\":\"127.0.0.1:39252\",\"tls_version\":\"TLSv1.3\","
                + "\"tls_cipher\":\"TLS_AES_128_GCM_SHA256\","
                + "\"opened_at\":\"2026-01-31T23:59:59.999Z\",\"duration_us\":3210000,"
                + "\"messages_in\":3,\"bytes_in\":12,\"reads\":2,"
                + "\"messages_out\":3,\"bytes_out\":81,\"writes\":2,"
                + "\"rejections\":1,\"faults\":{\"tcp-in:loss\":1,\"tcp-out:delay\":2},"
                + "\"closed_first\":\"peer\",\"peer_end\":\"fin\",\"our_end\":\"rst\","
                + "\"reason\":\"on_purpose\",\"unread_bytes\":5,"
                + "\"rtt_us\":38,\"rttvar_us\":19,\"retransmits\":0,\"mss\":32768,\"cwnd\":10,"
                + "\"pmtu\":65535}");
  }

  @Test
  void whatIsNotKnownIsNull() {
    InetSocketAddress peer = new InetSocketAddress("::1", 5);
    Session session = new Session(1, Protocol.UDP, peer, peer, SINCE, false);
    SessionStory open =
        new SessionStory(
            session,
            Optional.empty(),
            Duration.ZERO,
            SideCounts.NONE,
            SideCounts.NONE,
            Optional.empty(),
            StreamEnd.NONE,
            StreamEnd.NONE,
            Optional.empty(),
            0,
            0,
            Map.of(),
            Optional.empty(),
            Optional.empty());
    assertThat(StoryJson.line(open))
        .contains("\"peer\":\"[::1]:5\"")
        .contains("\"proxy\":null,\"tls_version\":null,\"tls_cipher\":null")
        .contains("\"faults\":{}")
        .contains(
            "\"closed_first\":null,\"peer_end\":\"none\",\"our_end\":\"none\",\"reason\":null")
        .endsWith(
            "\"rtt_us\":null,\"rttvar_us\":null,\"retransmits\":null,\"mss\":null,\"cwnd\":null,"
                + "\"pmtu\":null}");
  }
}
