package acuse.client.bench.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.Warning;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fate of every message, against servers that do one thing each. */
class EngineTest {
  private static final int MESSAGES = 200;
  private static final Load LOAD =
      new Load(
          OptionalDouble.of(2_000),
          false,
          OptionalLong.empty(),
          Duration.ofMillis(100),
          Duration.ZERO,
          1,
          0,
          32,
          Duration.ofSeconds(30));

  private final Engine engine = new Engine();
  private final List<Interval> intervals = new ArrayList<>();

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anEchoAnswersAll(Protocol protocol) throws Exception {
    try (TinyServer server = TinyServer.start(protocol, message -> List.of(message))) {
      RunResult result = run(protocol, server, LOAD);
      assertThat(result.counts()).isEqualTo(allAnswered(32, protocol == Protocol.TCP ? 33 : 32));
      assertThat(result.histograms().latency().getTotalCount()).isEqualTo(MESSAGES);
      assertThat(result.histograms().serviceTime().getTotalCount()).isEqualTo(MESSAGES);
      assertThat(result.histograms().sendLag().getTotalCount()).isEqualTo(MESSAGES);
      assertThat(result.histograms().ipdv().getTotalCount()).isEqualTo(MESSAGES - 1);
      assertThat(result.jitterMicros()).isNotNaN();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aServerMayAnswerInCapitalsWithWordsAround(Protocol protocol) throws Exception {
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message ->
                List.of(
                    ("<< " + new String(message, UTF_8) + " >>")
                        .toUpperCase(Locale.ROOT)
                        .getBytes(UTF_8)))) {
      assertThat(run(protocol, server, LOAD).counts())
          .isEqualTo(allAnswered(32, protocol == Protocol.TCP ? 39 : 38));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aServerMayPutANumberAroundTheMessage(Protocol protocol) throws Exception {
    AtomicInteger number = new AtomicInteger(1_000);
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message ->
                List.of((number.incrementAndGet() + new String(message, UTF_8)).getBytes(UTF_8)))) {
      assertThat(run(protocol, server, LOAD).counts().corrupted()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theWarmupCountsNowhere(Protocol protocol) throws Exception {
    AtomicInteger received = new AtomicInteger();
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message -> {
              received.incrementAndGet();
              return List.of(message);
            })) {
      Load load =
          new Load(
              LOAD.rate(),
              false,
              OptionalLong.empty(),
              LOAD.duration(),
              Duration.ofMillis(50),
              1,
              0,
              32,
              LOAD.timeout());
      Counts counts = run(protocol, server, load).counts();
      assertThat(counts.intended()).isEqualTo(MESSAGES);
      assertThat(counts.answered()).isEqualTo(MESSAGES);
      assertThat(received).hasValue(MESSAGES + MESSAGES / 2);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void messagesGoRoundTheConnections(Protocol protocol) throws Exception {
    try (TinyServer server = TinyServer.start(protocol, message -> List.of(message))) {
      RunResult result = run(protocol, server, load(LOAD.rate(), 7, 0, LOAD.timeout()));
      assertThat(result.counts().answered()).isEqualTo(MESSAGES);
      assertThat(result.histograms().connect().getTotalCount())
          .isEqualTo(protocol == Protocol.TCP ? 7 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void messagesWithoutReplyAreLost(Protocol protocol) throws Exception {
    try (TinyServer server =
        TinyServer.start(protocol, except(List.of(2, 3, 50, 200), List.of()))) {
      RunResult result = run(protocol, server, load(LOAD.rate(), 1, 0, Duration.ofMillis(700)));
      assertThat(result.counts().lost() - result.counts().late()).isGreaterThanOrEqualTo(4);
      assertThat(result.counts().answered() + result.counts().lost()).isEqualTo(MESSAGES);
      assertThat(result.lossBurstMax()).isGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void copiesAreDuplicates(Protocol protocol) throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message ->
                List.of(3, 200).contains(number.incrementAndGet())
                    ? List.of(message, message)
                    : List.of(message))) {
      Counts counts = run(protocol, server, LOAD).counts();
      assertThat(counts.duplicated()).isEqualTo(2);
      assertThat(counts.answered()).isEqualTo(MESSAGES);
      assertThat(counts.reordered()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aReplyBehindLaterOnesIsReordered(Protocol protocol) throws Exception {
    AtomicInteger number = new AtomicInteger();
    List<byte[]> held = new ArrayList<>();
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message -> {
              switch (number.incrementAndGet()) {
                case 10 -> {
                  held.add(message);
                  return List.of();
                }
                case 12 -> {
                  return List.of(message, held.get(0));
                }
                default -> {
                  return List.of(message);
                }
              }
            })) {
      RunResult result = run(protocol, server, LOAD);
      assertThat(result.counts().reordered()).isEqualTo(1);
      assertThat(result.reorderExtentMax()).isEqualTo(2);
      assertThat(result.counts().answered()).isEqualTo(MESSAGES);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void damageIsCounted(Protocol protocol) throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message -> {
              int n = number.incrementAndGet();
              if (n == 100) {
                message[31] ^= 1; // in the padding: the number can be believed
              }
              if (n == 150) {
                message[19] ^= 1; // in the number: the padding is that of another
              }
              return List.of(message);
            })) {
      Counts counts =
          run(protocol, server, load(LOAD.rate(), 1, 0, Duration.ofSeconds(1))).counts();
      assertThat(counts.corrupted()).isEqualTo(2);
      assertThat(counts.stray()).isZero();
      assertThat(counts.duplicated()).isZero();
      assertThat(counts.lost()).isGreaterThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aRejectionIsAFate(Protocol protocol) throws Exception {
    byte[] rejection =
        ("Servidor " + protocol + " rechazó: el mensaje supera 16 bytes").getBytes(UTF_8);
    try (TinyServer server = TinyServer.start(protocol, message -> List.of(rejection))) {
      Counts counts = run(protocol, server, LOAD).counts();
      assertThat(counts.rejected()).isEqualTo(MESSAGES);
      assertThat(counts.lost() + counts.answered()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aServerThatReturnsNothingIsMeasuredByOrder(Protocol protocol) throws Exception {
    try (TinyServer server = TinyServer.start(protocol, message -> List.of("ok".getBytes(UTF_8)))) {
      Counts counts =
          engine.run(plan(protocol, server.address(), LOAD, true), listener(), NONE).counts();
      assertThat(counts.answered()).isEqualTo(MESSAGES);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aClosedLoopHasNoLatency(Protocol protocol) throws Exception {
    try (TinyServer server = TinyServer.start(protocol, message -> List.of(message))) {
      RunResult result =
          run(protocol, server, load(OptionalDouble.empty(), 3, 4, Duration.ofSeconds(30)));
      assertThat(result.histograms().latency()).isNull();
      assertThat(result.histograms().sendLag()).isNull();
      assertThat(result.counts().answered()).isPositive().isEqualTo(result.counts().intended());
      assertThat(result.histograms().serviceTime().getTotalCount())
          .isEqualTo(result.counts().answered());
    }
  }

  @Test
  void aDatagramMayAnswerTwoMessages() throws Exception {
    List<byte[]> held = new ArrayList<>();
    try (TinyServer server =
        TinyServer.datagrams(
            message -> {
              held.add(message);
              if (held.size() < 2) {
                return List.of();
              }
              byte[] both = new byte[2 * message.length];
              System.arraycopy(held.get(0), 0, both, 0, message.length);
              System.arraycopy(message, 0, both, message.length, message.length);
              held.clear();
              return List.of(both);
            })) {
      assertThat(run(Protocol.UDP, server, LOAD).counts()).isEqualTo(allAnswered(32, 32));
    }
  }

  @Test
  void repliesMayComeByteByByte() throws Exception {
    try (TinyServer server =
        TinyServer.connections(
            connection -> {
              InputStream in = connection.getInputStream();
              OutputStream out = connection.getOutputStream();
              int b;
              while ((b = in.read()) >= 0) {
                out.write(b);
              }
            })) {
      assertThat(run(Protocol.TCP, server, LOAD).counts()).isEqualTo(allAnswered(32, 33));
    }
  }

  @Test
  void whatIsInFlightWhenAConnectionBreaksIsLost() throws Exception {
    try (TinyServer server =
        TinyServer.connections(
            connection -> {
              byte[] some = connection.getInputStream().readNBytes(33 * 20);
              connection.getOutputStream().write(some, 0, Math.min(some.length, 33 * 10));
            })) {
      RunResult result = run(Protocol.TCP, server, load(LOAD.rate(), 1, 0, Duration.ofSeconds(1)));
      Counts counts = result.counts();
      assertThat(counts.broken()).isPositive();
      assertThat(counts.lost()).isGreaterThanOrEqualTo(10);
      assertThat(counts.intended())
          .isEqualTo(MESSAGES)
          .isEqualTo(counts.answered() + counts.lost() + counts.notSent());
      assertThat(result.warnings()).contains(Warning.CONNECTIONS_BROKE);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aRefusalIsTold(Protocol protocol) throws Exception {
    RunResult result =
        engine.run(
            plan(
                protocol,
                unusedAddress(protocol),
                load(LOAD.rate(), 1, 0, Duration.ofMillis(300)),
                false),
            listener(),
            NONE);
    assertThat(result.warnings()).contains(Warning.NOBODY_THERE);
    assertThat(result.counts().answered()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aDelayIsPartOfLatencyAndServiceTime(Protocol protocol) throws Exception {
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message -> {
              sleep(2);
              return List.of(message);
            })) {
      RunResult result = run(protocol, server, load(OptionalDouble.of(200), 1, 0, LOAD.timeout()));
      long least = TimeUnit.MILLISECONDS.toNanos(2);
      assertThat(result.histograms().latency().getMinValue())
          .isGreaterThanOrEqualTo(least - least / 500); // three digits
      assertThat(result.histograms().serviceTime().getMinValue())
          .isGreaterThanOrEqualTo(least - least / 500);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void intervalsAddUpToTheWhole(Protocol protocol) throws Exception {
    try (TinyServer server = TinyServer.start(protocol, message -> List.of(message))) {
      RunResult result = run(protocol, server, LOAD);
      assertThat(intervals.stream().mapToLong(part -> part.counts().answered()).sum())
          .isEqualTo(MESSAGES);
      assertThat(
              intervals.stream()
                  .mapToLong(part -> part.histograms().latency().getTotalCount())
                  .sum())
          .isEqualTo(result.histograms().latency().getTotalCount());
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aRunThatIsStoppedHasTheResultSoFar(Protocol protocol) throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (TinyServer server =
        TinyServer.start(
            protocol,
            message -> {
              if (number.incrementAndGet() == 20) {
                engine.stop();
              }
              return List.of(message);
            })) {
      Load endless =
          new Load(
              LOAD.rate(),
              false,
              OptionalLong.empty(),
              Duration.ofDays(1),
              Duration.ZERO,
              1,
              0,
              32,
              LOAD.timeout());
      RunResult result = run(protocol, server, endless);
      assertThat(result.warnings()).contains(Warning.INTERRUPTED);
      assertThat(result.answeredPerSecond()).isGreaterThan(1); // not of the whole day
      assertThat(result.counts().intended()).isEqualTo(result.counts().answered());
    }
  }

  private RunResult run(Protocol protocol, TinyServer server, Load load) throws Exception {
    return engine.run(plan(protocol, server.address(), load, false), listener(), NONE);
  }

  private static final ProbeListener NONE = ProbeListener.NONE;

  private static RunPlan plan(
      Protocol protocol, InetSocketAddress peer, Load load, boolean inOrder) {
    return new RunPlan(
        protocol, peer, Framing.LINE, inOrder, Optional.empty(), load, Duration.ofMillis(30), 1, 1);
  }

  private static Load load(OptionalDouble rate, int connections, int window, Duration timeout) {
    return new Load(
        rate,
        false,
        OptionalLong.empty(),
        LOAD.duration(),
        Duration.ZERO,
        connections,
        window,
        32,
        timeout);
  }

  private static Counts allAnswered(int messageBytes, int replyBytes) {
    return new Counts(
        MESSAGES,
        MESSAGES,
        0,
        MESSAGES,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        (long) MESSAGES * messageBytes,
        (long) MESSAGES * replyBytes);
  }

  private static Function<byte[], List<byte[]>> except(List<Integer> numbers, List<byte[]> then) {
    AtomicInteger number = new AtomicInteger();
    return message -> numbers.contains(number.incrementAndGet()) ? then : List.of(message);
  }

  private static InetSocketAddress unusedAddress(Protocol protocol) throws Exception {
    int port;
    if (protocol == Protocol.TCP) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
    } else {
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunListener listener() {
    return new RunListener() {
      @Override
      public void began(
          String run, Protocol protocol, Load load, int step, int repetition, long startMillis) {}

      @Override
      public void passed(Interval interval) {
        intervals.add(interval);
      }

      @Override
      public void ended(RunResult result) {}
    };
  }
}
