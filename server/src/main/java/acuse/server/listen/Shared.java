package acuse.server.listen;

import acuse.common.protocol.Protocol;
import acuse.server.capture.Capture;
import acuse.server.forward.TargetAddresses;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.impair.Impairment;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.SessionIds;
import acuse.server.story.Stories;
import java.util.Map;
import java.util.Optional;

/**
 * Shared by the listeners of one server.
 *
 * @param budget bounds the bytes that all connections together hold
 * @param counters count how often limits act
 * @param metrics count everything else
 * @param ids number the sessions
 * @param observer is told what happens
 * @param stories of the open sessions
 * @param capture takes what goes over the wire; empty if nobody wants to see it
 * @param impairment the faults on purpose; empty if there can never be any
 * @param targets where each protocol is forwarded to; without those that are acknowledged
 */
public record Shared(
    BufferBudget budget,
    LimitCounters counters,
    ServerCounters metrics,
    SessionIds ids,
    ServerObserver observer,
    Stories stories,
    Optional<Capture> capture,
    Optional<Impairment> impairment,
    Map<Protocol, TargetAddresses> targets) {
  public Shared {
    targets = Map.copyOf(targets);
  }

  /** Where {@code protocol} is forwarded to; empty if it is acknowledged. */
  public Optional<TargetAddresses> target(Protocol protocol) {
    return Optional.ofNullable(targets.get(protocol));
  }
}
