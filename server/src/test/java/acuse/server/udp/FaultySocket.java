package acuse.server.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.HostResolver;
import acuse.server.forward.TargetAddresses;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.impair.HeldMessages;
import acuse.server.listen.Shared;
import acuse.server.metrics.ServerCounters;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.SessionIds;
import acuse.server.reply.Responder;
import acuse.server.story.Stories;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The handlers of a UDP socket where there are faults, with time that passes only when a test says
 * so. A reply is its message in brackets, whether it is an acknowledgement or comes from a target
 * that everything is forwarded to.
 */
final class FaultySocket implements AutoCloseable {
  private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 7007);
  private static final int LONGEST_MESSAGE = 200;

  /** All messages come in it, as those that one system call has read do. */
  private final ByteBuf shared = Unpooled.directBuffer(1024);

  private final EmbeddedChannel socket =
      new EmbeddedChannel() {
        @Override
        protected SocketAddress localAddress0() {
          return LOCAL;
        }
      };
  private final BufferBudget budget = new BufferBudget();
  private final HeldDatagrams memory = new HeldDatagrams(budget);
  private final HeldMessages limit = new HeldMessages();
  private final LimitCounters limits = new LimitCounters();
  private final UdpSessions sessions;
  private final EmbeddedTargets targets = new EmbeddedTargets();
  private final boolean echoes;

  FaultySocket(DatagramFaults faults) {
    this(faults, ServerObserver.NONE, config -> config);
  }

  FaultySocket(
      DatagramFaults faults, ServerObserver observer, UnaryOperator<ServerConfigBuilder> changes) {
    this(session -> faults, observer, changes);
  }

  /**
   * One that forwards to {@link #targets}.
   *
   * @param faults empty if there cannot be any
   * @param addresses of the target
   * @param echoes whether the target answers at once
   */
  FaultySocket(
      Optional<DatagramFaults.Source> faults,
      ServerObserver observer,
      UnaryOperator<ServerConfigBuilder> changes,
      ForwardLimits forwardLimits,
      TargetAddresses addresses,
      boolean echoes) {
    ServerConfig config = changes.apply(ServerConfig.builder().only(Protocol.UDP)).build();
    ServerCounters counters = new ServerCounters();
    TrafficCounters traffic = counters.newTraffic(Protocol.UDP);
    this.sessions = null;
    this.echoes = echoes;
    Shared shared =
        new Shared(
            budget,
            limits,
            counters,
            new SessionIds(),
            observer,
            new Stories(observer, false),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    socket.freezeTime();
    LongSupplier nanoTime = () -> socket.eventLoop().ticker().nanoTime();
    Forwarder forwarder = new Forwarder(config, addresses, shared, faults, forwardLimits, nanoTime);
    PeerSide peerSide =
        new PeerSide(
            socket,
            forwarder,
            traffic,
            new Arrivals(),
            UnpooledByteBufAllocator.DEFAULT,
            DatagramNotes.NONE);
    OnwardSockets onward =
        new OnwardSockets(
            forwarder, targets, peerSide, traffic, counters.newSessions(Protocol.UDP));
    socket.pipeline().addLast(new ForwardGuardHandler(forwarder.guard(), traffic, new Arrivals()));
    if (faults.isPresent()) {
      socket
          .pipeline()
          .addLast(
              new ImpairedUdpHandler(
                  onward,
                  new DelayedDatagrams(socket.eventLoop()),
                  new TransitRoom(limit, memory),
                  UnpooledByteBufAllocator.DEFAULT,
                  DatagramNotes.NONE));
    }
    socket
        .pipeline()
        .addLast(
            new ForwardHandler(
                onward, observer, traffic, UnpooledByteBufAllocator.DEFAULT, DatagramNotes.NONE));
  }

  /** One that forwards to a target that answers at once. */
  static FaultySocket forwarding(DatagramFaults.Source faults, ServerObserver observer)
      throws UnknownHostException {
    return new FaultySocket(
        Optional.of(faults),
        observer,
        config -> config,
        ForwardLimits.DEFAULTS,
        TargetAddresses.lookUp(new ForwardTarget("127.0.0.1", 7), HostResolver.OF_SYSTEM),
        true);
  }

  FaultySocket(
      DatagramFaults.Source faults,
      ServerObserver observer,
      UnaryOperator<ServerConfigBuilder> changes) {
    ServerConfig config =
        changes
            .apply(
                ServerConfig.builder()
                    .only(Protocol.UDP)
                    .maxMessageBytes(LONGEST_MESSAGE)
                    .reply(ReplyTemplate.parse("[{message}]")))
            .build();
    ServerCounters counters = new ServerCounters();
    TrafficCounters traffic = counters.newTraffic(Protocol.UDP);
    echoes = false;
    sessions =
        new UdpSessions(
            new SessionIds(),
            counters.newSessions(Protocol.UDP),
            observer,
            new Stories(observer, false),
            Optional.of(faults));
    UdpGuard guard = new UdpGuard(config, limits);
    DatagramResponder responder =
        new DatagramResponder(
            new Responder.Factory(config, Protocol.UDP, observer),
            traffic,
            UnpooledByteBufAllocator.DEFAULT);
    socket.freezeTime();
    socket
        .pipeline()
        .addLast(
            new UdpGuardHandler(guard, responder, traffic, new Arrivals()),
            new ImpairedUdpHandler(
                new AnsweredSessions(sessions, guard),
                new DelayedDatagrams(socket.eventLoop()),
                new TransitRoom(limit, memory),
                UnpooledByteBufAllocator.DEFAULT,
                DatagramNotes.NONE),
            new NumberedUdpHandler(responder, traffic, sessions));
  }

  /** A peer sends messages, one after the other. */
  FaultySocket send(String... messages) {
    return sendFrom(40_000, messages);
  }

  FaultySocket sendFrom(int port, String... messages) {
    for (String message : messages) {
      shared.clear().writeBytes(message.getBytes(UTF_8));
      InetSocketAddress peer = new InetSocketAddress("127.0.0.1", port);
      socket.writeInbound(new DatagramPacket(shared.retainedSlice(), LOCAL, peer));
      assertThat(shared.refCnt()).as("the shared buffer is free for the next read").isOne();
      assertThat(shared.toString(UTF_8)).as("nothing writes to it").isEqualTo(message);
      shared.setZero(0, shared.capacity());
      echo();
    }
    return this;
  }

  FaultySocket pass(Duration time) {
    socket.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    socket.runScheduledPendingTasks();
    echo();
    return this;
  }

  private void echo() {
    if (echoes) {
      targets.echo();
    }
    socket.runPendingTasks();
  }

  /** How long it is until a timer ends; -1 if there is none. */
  long nanosToNextTimer() {
    return socket.runScheduledPendingTasks();
  }

  /** The replies that have gone out since this was last asked. */
  List<String> replies() {
    socket.runPendingTasks();
    List<String> replies = new ArrayList<>();
    for (DatagramPacket reply = socket.readOutbound();
        reply != null;
        reply = socket.readOutbound()) {
      replies.add(reply.content().toString(UTF_8));
      reply.release();
    }
    return replies;
  }

  /** The ports to which replies have gone out since this was last asked; the replies are gone. */
  List<Integer> replyPorts() {
    socket.runPendingTasks();
    List<Integer> ports = new ArrayList<>();
    for (DatagramPacket reply = socket.readOutbound();
        reply != null;
        reply = socket.readOutbound()) {
      ports.add(reply.recipient().getPort());
      reply.release();
    }
    return ports;
  }

  /** Where everything is forwarded to, if it is. */
  EmbeddedTargets targets() {
    return targets;
  }

  BufferBudget budget() {
    return budget;
  }

  HeldMessages limit() {
    return limit;
  }

  HeldDatagrams memory() {
    return memory;
  }

  LimitCounters limits() {
    return limits;
  }

  UdpSessions sessions() {
    return sessions;
  }

  /** Closes the socket. Nothing may be left. */
  @Override
  public void close() {
    socket.finishAndReleaseAll();
    targets.close();
    assertThat(shared.release()).isTrue();
    assertThat(budget.heldBytes()).as("bytes left").isZero();
    assertThat(limit.held()).as("messages left").isZero();
    assertThat(memory.isAny()).as("datagrams left").isFalse();
  }
}
