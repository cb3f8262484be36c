package acuse.client;

import acuse.client.bench.engine.RunPlan;
import acuse.client.bench.result.Load;
import acuse.client.settings.Arrivals;
import acuse.client.settings.BenchSettings;
import acuse.client.settings.MatchBy;
import acuse.client.settings.TlsSettings;
import acuse.client.tls.ClientTls;
import acuse.common.protocol.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The runs that settings ask for. Protocols are next to each other, so that both meet the same
 * weather, and random gaps are the same in all runs.
 */
final class BenchPlans {
  private final BenchSettings settings;
  private final InetAddress address;
  private final Optional<ClientTls> tls;
  private final OptionalLong seed;

  /**
   * @param address of the server
   * @param tls what secures a connection of TCP; empty for nothing
   */
  BenchPlans(BenchSettings settings, InetAddress address, Optional<ClientTls> tls) {
    this.settings = settings;
    this.address = address;
    this.tls = tls;
    this.seed =
        settings.arrivals() == Arrivals.CONSTANT
            ? OptionalLong.empty()
            : OptionalLong.of(
                settings
                    .seed()
                    .orElseGet(
                        () -> (long) ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)));
  }

  /** By repetition, then by rate, then by protocol. */
  List<RunPlan> inOrder() {
    List<OptionalDouble> rates =
        settings.rates().isMax()
            ? List.of(OptionalDouble.empty())
            : settings.rates().perSecond().stream()
                .map(rate -> OptionalDouble.of((double) rate))
                .toList();
    List<RunPlan> plans = new ArrayList<>();
    for (int repetition = 1; repetition <= settings.repeats(); repetition++) {
      for (int step = 1; step <= rates.size(); step++) {
        for (Protocol protocol : settings.peer().protocols().list()) {
          plans.add(plan(protocol, rates.get(step - 1), step, repetition));
        }
      }
    }
    return plans;
  }

  private RunPlan plan(Protocol protocol, OptionalDouble rate, int step, int repetition) {
    return new RunPlan(
        protocol,
        new InetSocketAddress(address, settings.peer().ports().of(protocol)),
        settings.framing(),
        settings.match() == MatchBy.ORDER,
        protocol == Protocol.TCP ? tls.map(this::tls) : Optional.empty(),
        new Load(
            rate,
            settings.arrivals() == Arrivals.POISSON,
            seed,
            settings.duration(),
            settings.warmup(),
            settings.connections(),
            rate.isPresent() ? 0 : settings.windowMessages(),
            settings.sizeBytes(),
            settings.timeout()),
        settings.interval(),
        step,
        repetition);
  }

  private RunPlan.Tls tls(ClientTls trust) {
    return new RunPlan.Tls(
        trust, settings.peer().host(), settings.peer().tls().flatMap(TlsSettings::name));
  }
}
