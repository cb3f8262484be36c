package acuse.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetFailure;
import acuse.server.forward.TargetFailure.Reason;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.Session;
import acuse.server.observe.SessionIds;
import acuse.server.story.Stories;
import acuse.server.testing.EventLog;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TargetFailuresTest {
  private static final ForwardTarget TARGET = new ForwardTarget("target.example", 80);
  private static final TargetFailure REFUSED = new TargetFailure(Reason.REFUSED, "refused");

  private final EventLog told = new EventLog();
  private long nowNanos;

  @Test
  void tenPerSecondAreToldHoweverManyPeersThereAre() throws Exception {
    TargetFailures failures =
        new TargetFailures(
            new Shared(
                new BufferBudget(),
                new LimitCounters(),
                new ServerCounters(),
                new SessionIds(),
                told,
                new Stories(told, false),
                Optional.empty(),
                Optional.empty(),
                Map.of()),
            Protocol.TCP,
            () -> nowNanos);
    assertThat(toldOf(failures, 1, 100)).isEqualTo(10);
    nowNanos += TimeUnit.MILLISECONDS.toNanos(500);
    assertThat(toldOf(failures, 101, 100)).isEqualTo(5);
  }

  private int toldOf(TargetFailures failures, int firstPort, int count) throws Exception {
    for (int port = firstPort; port < firstPort + count; port++) {
      InetSocketAddress peer = new InetSocketAddress("127.0.0." + port, port);
      failures.tell(
          new Session(port, Protocol.TCP, peer, peer, Instant.EPOCH, false), TARGET, REFUSED);
    }
    int events = 0;
    while (!told.isEmpty()) {
      assertThat(told.next()).endsWith(" no target: REFUSED");
      events++;
    }
    return events;
  }
}
