package acuse.client.ping;

import acuse.client.bench.engine.Engine;
import acuse.client.conversation.PeerException;
import acuse.client.settings.PingSettings;
import acuse.client.settings.ResultFormat;
import acuse.client.tls.ClientTls;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pings a server over one protocol or several at once. Each has a thread that waits for its end;
 * the thread of {@link #run} shows what becomes of messages. Runs once.
 */
public final class Ping implements AutoCloseable {
  private final Engine engine = new Engine();
  private final PingEvents events = new PingEvents();
  private final Map<Protocol, Pings> pings = new EnumMap<>(Protocol.class);
  private final Map<Protocol, PingStatistics> statistics = new EnumMap<>(Protocol.class);
  private final PingOutput output;
  private final ExecutorService threads;

  /**
   * @param address of the server
   * @param tls what secures a connection of TCP; empty for nothing
   * @param out takes what is shown; not closed
   */
  public Ping(
      PingSettings settings, InetAddress address, Optional<ClientTls> tls, OutputStream out) {
    List<Protocol> protocols = settings.peer().protocols().list();
    for (Protocol protocol : protocols) {
      statistics.put(protocol, new PingStatistics());
      pings.put(
          protocol,
          settings.connect() && protocol == Protocol.TCP
              ? new ConnectPings(
                  settings,
                  settings.peer().config(protocol, Framing.LINE, settings.timeout(), tls),
                  events)
              : new EnginePings(
                  engine,
                  settings,
                  protocol,
                  new InetSocketAddress(address, settings.peer().ports().of(protocol)),
                  tls,
                  events));
    }
    this.output = output(settings, address, new Lines(out));
    this.threads =
        Executors.newFixedThreadPool(
            protocols.size(),
            task -> {
              Thread thread = new Thread(task, "acuse-ping");
              thread.setDaemon(true);
              return thread;
            });
  }

  private static PingOutput output(PingSettings settings, InetAddress address, Lines out) {
    PingTarget target = PingTarget.of(settings, address);
    if (settings.format() == ResultFormat.JSON) {
      return new PingJson(out, target, settings);
    }
    return target.protocols().size() == 1
        ? new PingLines(out, target)
        : new PingColumns(out, target);
  }

  /**
   * Pings until all messages have their fate, or {@link #stop} was called.
   *
   * @throws IOException if that cannot be shown
   */
  public Map<Protocol, PingOutcome> run() throws IOException, InterruptedException {
    output.begin();
    for (Map.Entry<Protocol, Pings> sender : pings.entrySet()) {
      if (sender.getValue() instanceof EnginePings) {
        EnginePings.prepare(engine, sender.getKey());
      }
    }
    Map<Protocol, Future<Optional<PeerException>>> failures = new EnumMap<>(Protocol.class);
    pings.forEach((protocol, sender) -> failures.put(protocol, start(protocol, sender)));
    int running = pings.size();
    try {
      while (running > 0) {
        PingEvent event = events.take();
        if (event.kind() == PingEvent.Kind.END) {
          running--;
          output.stopped(event.protocol());
        } else {
          statistics.get(event.protocol()).add(event);
          output.happened(event);
        }
      }
    } finally {
      awaitEnd(running);
    }
    output.end(statistics);
    Map<Protocol, PingOutcome> outcomes = new EnumMap<>(Protocol.class);
    for (Protocol protocol : pings.keySet()) {
      outcomes.put(
          protocol,
          new PingOutcome(
              statistics.get(protocol).isAllAnswered(), failure(failures.get(protocol))));
    }
    return outcomes;
  }

  private Future<Optional<PeerException>> start(Protocol protocol, Pings sender) {
    return threads.submit(
        () -> {
          try {
            return sender.run();
          } finally {
            events.end(protocol);
          }
        });
  }

  /** After a failed write: they must not be left waiting for room among the events. */
  private void awaitEnd(int running) throws InterruptedException {
    stop();
    int left = running;
    while (left > 0) {
      if (events.take().kind() == PingEvent.Kind.END) {
        left--;
      }
    }
  }

  private static Optional<PeerException> failure(Future<Optional<PeerException>> failure)
      throws InterruptedException {
    try {
      return failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends {@link #run} soon, with the result so far; for any thread. */
  public void stop() {
    pings.values().forEach(Pings::stop);
  }

  @Override
  public void close() {
    threads.shutdown();
    engine.close();
  }
}
