package acuse.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetFailure;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SideCounts;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what a server tells of its sessions: {@code "TCP 40000 received hola"}. */
public final class EventLog implements ServerObserver {
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  /** The next event, after waiting for it; null after far too long. */
  public String next() throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** The addresses of all peers so far. */
  public Set<String> hosts() {
    return hosts;
  }

  /** Writes down nothing but how sessions end. */
  public ServerObserver onlyEnds() {
    return new ServerObserver() {
      @Override
      public void ended(Session session, SessionEnd why, SideCounts received) {
        EventLog.this.ended(session, why, received);
      }
    };
  }

  /** Waits for {@code event}; others before it are passed over. */
  public void await(String event) throws InterruptedException {
    String next = next();
    while (next != null && !next.equals(event)) {
      next = next();
    }
    assertThat(next).isEqualTo(event);
  }

  @Override
  public void began(Session session) {
    add(session, "began");
  }

  @Override
  public void received(Session session, ByteBuf bytes, int index, int length) {
    add(session, "received " + bytes.toString(index, length, StandardCharsets.UTF_8));
  }

  @Override
  public void rejected(Session session, int maxMessageBytes) {
    add(session, "rejected " + maxMessageBytes);
  }

  @Override
  public void targetUnreachable(Session session, ForwardTarget target, TargetFailure why) {
    add(session, "no target: " + why.reason());
  }

  @Override
  public void ended(Session session, SessionEnd why, SideCounts received) {
    add(session, "ended " + why);
  }

  @Override
  public void handshakeFailed(Session session, String reason) {
    add(session, "no TLS: " + reason);
  }

  private void add(Session session, String what) {
    hosts.add(session.peer().getAddress().getHostAddress());
    events.add(session.protocol() + " " + session.peer().getPort() + " " + what);
  }
}
