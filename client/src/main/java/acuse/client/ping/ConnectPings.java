package acuse.client.ping;

import acuse.client.connect.Connector;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.PeerException;
import acuse.client.settings.PingSettings;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Connections instead of messages: each is opened when it is due, with TLS if that is asked for,
 * and closed. One that takes longer than an interval delays the next.
 */
final class ConnectPings implements Pings {
  private final PingSettings settings;
  private final ClientConfig config;
  private final PingEvents events;
  private final CountDownLatch stopped = new CountDownLatch(1);

  ConnectPings(PingSettings settings, ClientConfig config, PingEvents events) {
    this.settings = settings;
    this.config = config;
    this.events = events;
  }

  @Override
  public Optional<PeerException> run() throws InterruptedException {
    long start = System.nanoTime();
    long last = settings.count().map(Integer::longValue).orElse(Long.MAX_VALUE);
    boolean isAnyOpened = false;
    PeerException failure = null;
    for (long seq = 1; seq <= last; seq++) {
      long due = start + (seq - 1) * settings.interval().toNanos();
      if (stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        break;
      }
      try {
        long nanos = Connector.connectNanos(config);
        isAnyOpened = true;
        events.add(new PingEvent(Protocol.TCP, seq, PingEvent.Kind.REPLY, nanos));
      } catch (PeerException e) {
        failure = e;
        events.add(new PingEvent(Protocol.TCP, seq, PingEvent.Kind.NONE, 0));
        if (e.reason() == PeerException.Reason.TLS) {
          break; // it will not be better next time
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e); // of a socket that was closed by us
      }
    }
    return isAnyOpened ? Optional.empty() : Optional.ofNullable(failure);
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
