package acuse.client.ping;

import acuse.client.bench.engine.Engine;
import acuse.client.bench.engine.ProbeListener;
import acuse.client.bench.engine.ReplyKind;
import acuse.client.bench.engine.RunPlan;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.Warning;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.settings.PingSettings;
import acuse.client.tls.ClientTls;
import acuse.client.tls.TlsException;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Messages of the bench's engine, at a rate of one per interval, over one connection. */
final class EnginePings implements Pings, ProbeListener {
  /** Longer than anyone waits; in nanoseconds it fits a long. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final double PREPARING_PER_SECOND = 1_000;
  private static final Duration PREPARING = Duration.ofMillis(100);
  private static final int PREPARING_BYTES = 64;

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final RunListener NO_LISTENER =
      new RunListener() {
        @Override
        public void began(
            String run, Protocol protocol, Load load, int step, int repetition, long startMillis) {}

        @Override
        public void passed(Interval interval) {}

        @Override
        public void ended(RunResult result) {}
      };

  private final Engine engine;
  private final Protocol protocol;
  private final RunPlan plan;
  private final PingEvents events;

  /**
   * @param engine is stopped for all protocols at once
   * @param tls what secures a connection; empty for nothing
   */
  EnginePings(
      Engine engine,
      PingSettings settings,
      Protocol protocol,
      InetSocketAddress peer,
      Optional<ClientTls> tls,
      PingEvents events) {
    this.engine = engine;
    this.protocol = protocol;
    this.events = events;
    this.plan =
        new RunPlan(
            protocol,
            peer,
            Framing.LINE,
            false,
            protocol == Protocol.UDP
                ? Optional.empty()
                : tls.map(
                    trust ->
                        new RunPlan.Tls(
                            trust,
                            settings.peer().host(),
                            settings.peer().tls().flatMap(wanted -> wanted.name()))),
            load(settings),
            FOR_EVER,
            1,
            1);
  }

  /**
   * Lets the JVM load and run what messages need, with some that go to ourselves. Otherwise the
   * first message to the server would seem to take a tenth of a second. The server gets nothing.
   */
  static void prepare(Engine engine, Protocol protocol) throws InterruptedException {
    try (OwnEcho echo = new OwnEcho()) {
      Load load =
          new Load(
              OptionalDouble.of(PREPARING_PER_SECOND),
              false,
              OptionalLong.empty(),
              PREPARING,
              Duration.ZERO,
              1,
              0,
              PREPARING_BYTES,
              PREPARING);
      engine.run(
          new RunPlan(
              protocol,
              echo.address(protocol),
              Framing.LINE,
              false,
              Optional.empty(),
              load,
              FOR_EVER,
              1,
              1),
          NO_LISTENER,
          ProbeListener.NONE);
    } catch (IOException e) {
      // Then the first message takes longer.
    }
  }

  /** A duration that ends between the last message and the one after it. */
  private static Load load(PingSettings settings) {
    Duration interval = settings.interval();
    return new Load(
        OptionalDouble.of(NANOS_PER_SECOND / interval.toNanos()),
        false,
        OptionalLong.empty(),
        settings
            .count()
            .map(count -> interval.multipliedBy(count).minus(interval.dividedBy(2)))
            .orElse(FOR_EVER),
        Duration.ZERO,
        1,
        0,
        settings.sizeBytes(),
        settings.timeout());
  }

  @Override
  public Optional<PeerException> run() throws InterruptedException {
    try {
      RunResult result = engine.run(plan, NO_LISTENER, this);
      return result.warnings().contains(Warning.NOBODY_THERE)
          ? Optional.of(PeerException.of(Reason.REFUSED))
          : Optional.empty();
    } catch (TlsException e) {
      return Optional.of(PeerException.tls(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written here
    }
  }

  @Override
  public void stop() {
    engine.stop();
  }

  @Override
  public void replied(long number, ReplyKind reply, long serviceNanos) {
    PingEvent.Kind kind =
        switch (reply) {
          case IN_ORDER -> PingEvent.Kind.REPLY;
          case REORDERED -> PingEvent.Kind.REORDERED;
          case DUPLICATE -> PingEvent.Kind.DUPLICATE;
          case LATE -> PingEvent.Kind.LATE;
          case STRAY -> throw new IllegalArgumentException("a stray reply is no message's");
        };
    events.add(new PingEvent(protocol, number, kind, serviceNanos));
  }

  @Override
  public void lost(long number) {
    events.add(new PingEvent(protocol, number, PingEvent.Kind.NONE, 0));
  }
}
