package acuse.server.story;

import acuse.server.impair.Fault;
import acuse.server.impair.Path;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SessionStory.Side;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has become of a session so far. There is none unless somebody wants to know.
 *
 * <p>Thread-safe: the admin port reads it, and datagrams of one session may come on several event
 * loops.
 */
public final class SessionTally {
  private final Session session;
  private final Optional<InetSocketAddress> proxy;
  private final long begunNanos = System.nanoTime();
  private final Map<String, Long> faults = new TreeMap<>();
  private long messagesIn;
  private long bytesIn;
  private long reads;
  private long messagesOut;
  private long bytesOut;
  private long writes;
  private long rejections;
  private long unreadBytes;
  private boolean takesNoMore;
  private Side closedFirst;
  private StreamEnd peerEnd = StreamEnd.NONE;
  private StreamEnd ourEnd = StreamEnd.NONE;
  private SessionEnd reason;
  private SessionStory.Tls tls;
  private KernelInfo kernel;

  SessionTally(Session session, Optional<InetSocketAddress> proxy) {
    this.session = session;
    this.proxy = proxy;
  }

  /** Whose it is. */
  public Session session() {
    return session;
  }

  /** A read, or a datagram, brought so many bytes. */
  public synchronized void read(int bytes) {
    reads++;
    bytesIn += bytes;
    if (takesNoMore) {
      unreadBytes += bytes;
    }
  }

  /** A flush, or a datagram, carried so many bytes. */
  public synchronized void wrote(long bytes) {
    writes++;
    bytesOut += bytes;
  }

  /** A message came whole. */
  public synchronized void messageIn() {
    messagesIn++;
  }

  /** A message was rejected. */
  public synchronized void rejected() {
    rejections++;
  }

  /** A reply or a rejection was made; of a forwarded session, the target sent a message. */
  public synchronized void messageOut() {
    messagesOut++;
  }

  /**
   * What comes from now on is not answered.
   *
   * @param droppedBytes that had come before, and are not answered either
   */
  public synchronized void takesNoMore(long droppedBytes) {
    takesNoMore = true;
    unreadBytes += droppedBytes;
  }

  /** TLS secures it. */
  public synchronized void secured(String version, String cipher) {
    tls = new SessionStory.Tls(version, cipher);
  }

  /** What the kernel knows of it now. */
  public synchronized void kernel(KernelInfo now) {
    kernel = now;
  }

  /** A fault on purpose acted. */
  synchronized void impaired(Path path, Fault fault) {
    faults.merge(path.word() + ":" + fault.word(), 1L, Long::sum);
  }

  /** The peer has ended its side. RST may come after FIN. */
  public synchronized void peerEnded(StreamEnd how) {
    if (peerEnd != StreamEnd.RST) {
      peerEnd = how;
    }
    closedFirst(Side.PEER);
  }

  /** This side has ended. RST may come after FIN. */
  public synchronized void weEnded(StreamEnd how) {
    if (ourEnd != StreamEnd.RST) {
      ourEnd = how;
    }
    closedFirst(Side.SERVER);
  }

  /** The session is over. */
  public synchronized void over(SessionEnd why) {
    reason = why;
  }

  /** What came from the peer. */
  public synchronized SideCounts in() {
    return new SideCounts(messagesIn, bytesIn, reads);
  }

  /** What went to the peer. */
  public synchronized SideCounts out() {
    return new SideCounts(messagesOut, bytesOut, writes);
  }

  /** All of it, up to now. */
  public synchronized SessionStory story() {
    return new SessionStory(
        session,
        proxy,
        Duration.ofNanos(System.nanoTime() - begunNanos),
        in(),
        out(),
        Optional.ofNullable(closedFirst),
        peerEnd,
        ourEnd,
        Optional.ofNullable(reason),
        unreadBytes,
        rejections,
        faults,
        Optional.ofNullable(tls),
        Optional.ofNullable(kernel));
  }

  private void closedFirst(Side side) {
    if (closedFirst == null) {
      closedFirst = side;
    }
  }
}
