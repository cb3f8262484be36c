package acuse.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.session.SessionEnd;
import acuse.server.session.SessionObserver;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what a server tells of its sessions: {@code "TCP 40000 received hola"}. */
public final class EventLog implements SessionObserver {
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
  public SessionObserver onlyEnds() {
    return new SessionObserver() {
      @Override
      public void ended(Protocol protocol, InetSocketAddress peer, SessionEnd why) {
        EventLog.this.ended(protocol, peer, why);
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
  public void began(Protocol protocol, InetSocketAddress peer) {
    add(protocol, peer, "began");
  }

  @Override
  public void received(
      Protocol protocol, InetSocketAddress peer, ByteBuf bytes, int index, int length) {
    add(protocol, peer, "received " + bytes.toString(index, length, StandardCharsets.UTF_8));
  }

  @Override
  public void rejected(Protocol protocol, InetSocketAddress peer, int maxMessageBytes) {
    add(protocol, peer, "rejected " + maxMessageBytes);
  }

  @Override
  public void ended(Protocol protocol, InetSocketAddress peer, SessionEnd why) {
    add(protocol, peer, "ended " + why);
  }

  @Override
  public void handshakeFailed(InetSocketAddress peer, String reason) {
    add(Protocol.TCP, peer, "no TLS: " + reason);
  }

  private void add(Protocol protocol, InetSocketAddress peer, String what) {
    hosts.add(peer.getAddress().getHostAddress());
    events.add(protocol + " " + peer.getPort() + " " + what);
  }
}
