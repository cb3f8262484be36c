package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.SessionEnd;
import acuse.server.observe.SessionIds;
import acuse.server.story.Stories;
import acuse.server.testing.EventLog;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UdpSessionsTest {
  private final EventLog events = new EventLog();
  private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 65433);

  private final UdpSessions sessions =
      new UdpSessions(
          new SessionIds(),
          new ServerCounters().newSessions(Protocol.UDP),
          events,
          new Stories(events, false),
          Optional.empty());

  @Test
  void silenceEndsASessionAndTalkingKeepsIt() throws Exception {
    long silence = UdpSessions.MAX_SILENCE.toNanos();
    sessions.heard(peer(1), LOCAL, 0);
    sessions.heard(peer(2), LOCAL, 0);
    sessions.heard(peer(1), LOCAL, 1);
    sessions.endSilent(silence);
    sessions.heard(peer(2), LOCAL, silence);
    assertThat(events.next()).isEqualTo("UDP 1 began");
    assertThat(events.next()).isEqualTo("UDP 2 began");
    assertThat(events.next()).isEqualTo("UDP 2 ended IDLE");
    assertThat(events.next()).isEqualTo("UDP 2 began");
  }

  @Test
  void howeverManyAddressesAppearTheLongestSilentGivesWay() throws Exception {
    for (int port = 1; port <= UdpSessions.MAX_SESSIONS; port++) {
      sessions.heard(peer(port), LOCAL, port);
      assertThat(events.next()).isEqualTo("UDP " + port + " began");
    }
    sessions.heard(peer(1), LOCAL, UdpSessions.MAX_SESSIONS);
    sessions.heard(peer(60_000), LOCAL, UdpSessions.MAX_SESSIONS);
    assertThat(events.next()).isEqualTo("UDP 2 ended CROWDED_OUT");
    assertThat(events.next()).isEqualTo("UDP 60000 began");
  }

  @Test
  void nobodyLeavesTwice() throws Exception {
    sessions.heard(peer(1), LOCAL, 0);
    sessions.end(peer(1), SessionEnd.EXIT);
    sessions.end(peer(1), SessionEnd.EXIT);
    sessions.endAll(SessionEnd.SERVER_STOPPED);
    sessions.heard(peer(2), LOCAL, 0);
    assertThat(events.next()).isEqualTo("UDP 1 began");
    assertThat(events.next()).isEqualTo("UDP 1 ended EXIT");
    assertThat(events.next()).isEqualTo("UDP 2 began");
  }

  private static InetSocketAddress peer(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }
}
