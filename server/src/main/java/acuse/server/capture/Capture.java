package acuse.server.capture;

import acuse.common.protocol.Protocol;
import acuse.server.capture.CaptureFile.Queued;
import acuse.server.output.OutputQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A capture from inside the program, for Wireshark and its relatives.
 *
 * <pre>
 * {@link TcpConversation}, datagrams ─→ bounded queue ─→ its thread ─→ {@link CaptureFile}
 * </pre>
 *
 * <p>Thread-safe, and never blocks. Packets for which the queue has no room are left out, and
 * counted in the next packet that is written and at the end of the file.
 */
public final class Capture implements AutoCloseable {
  private static final int MAX_QUEUED_PACKETS = 64 * 1024;

  /** Of payloads in the queue, which a slow disk would let grow. */
  private static final long MAX_QUEUED_BYTES =
      Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 8);

  /** From this part of it on, the writing thread is woken. */
  private static final int MANY_QUEUED_DIVISOR = 8;

  /** How long a packet may wait: to wake a thread with each would cost more than the packet. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** From the numbers of one connection to those of the next, so that they do not look alike. */
  private static final int SEQUENCE_STEP = 1_000_003;

  /** Where bytes went. */
  public enum Way {
    /** To this program. */
    IN,
    /** From it. */
    OUT;

    Way opposite() {
      return this == IN ? OUT : IN;
    }
  }

  private final CaptureClock clock = new CaptureClock();
  private final CaptureFile file;
  private final OutputQueue<Queued> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLongArray dropped = new AtomicLongArray(Link.values().length);
  private final AtomicInteger connections = new AtomicInteger();
  private final WritableByteChannel out;
  private final long maxQueuedBytes;
  private volatile long abandoned;

  private Capture(
      WritableByteChannel out,
      String application,
      CaptureConfig config,
      CaptureListener listener,
      long maxQueuedBytes) {
    this.out = out;
    this.maxQueuedBytes = maxQueuedBytes;
    CaptureFile.Drops drops =
        new CaptureFile.Drops() {
          @Override
          public long of(Link link) {
            return dropped.get(link.id());
          }

          @Override
          public void taken(CapturedPacket packet) {
            queuedBytes.addAndGet(-packet.heldBytes());
          }
        };
    this.file = new CaptureFile(out, application, config, clock, listener, drops);
    this.queue = new OutputQueue<>("acuse-capture", MAX_QUEUED_PACKETS, PATIENCE, file);
  }

  /**
   * Begins a file.
   *
   * @param out written on a thread of the capture's, closed with it
   * @param application who writes it: a name and a version
   */
  public static Capture begin(
      WritableByteChannel out, String application, CaptureConfig config, CaptureListener listener) {
    return begin(out, application, config, listener, MAX_QUEUED_BYTES);
  }

  /** The same, with a queue of so many bytes. */
  static Capture begin(
      WritableByteChannel out,
      String application,
      CaptureConfig config,
      CaptureListener listener,
      long maxQueuedBytes) {
    Capture capture = new Capture(out, application, config, listener, maxQueuedBytes);
    capture.queue.start();
    return capture;
  }

  /** A connection of ours with {@code peer}. */
  public TcpConversation connection(InetSocketAddress local, InetSocketAddress peer) {
    int first = connections.incrementAndGet() * SEQUENCE_STEP;
    return new TcpConversation(this, local, peer, first);
  }

  /**
   * A datagram came, or was taken by the kernel.
   *
   * @param epochNanos when, by {@link #nowEpochNanos}
   * @param bytes belong to the capture from now on
   * @param comment which message it is; empty for none
   */
  public void datagram(
      Way way,
      long epochNanos,
      InetSocketAddress local,
      InetSocketAddress peer,
      byte[] bytes,
      String comment) {
    boolean in = way == Way.IN;
    put(
        new CapturedPacket(
            epochNanos, in, in ? peer : local, in ? local : peer, null, bytes, comment));
  }

  /** How many packets were left out so far. */
  public long dropped(Protocol protocol) {
    return dropped.get((protocol == Protocol.TCP ? Link.TCP : Link.UDP).id());
  }

  /**
   * How many packets are missing in the file, those among them that it had no time for at the end.
   */
  public long leftOut() {
    return dropped(Protocol.TCP) + dropped(Protocol.UDP) + abandoned;
  }

  /** Writes what is queued and how much was left out; waits two seconds at most. */
  @Override
  public void close() {
    queue.close(CLOSE_LIMIT);
    if (queue.isRunning()) {
      abandoned = queue.size();
      file.abandon(); // the output is stuck, and its close ends the write
    } else {
      file.end();
    }
    try {
      out.close();
    } catch (IOException e) {
      file.fail(e);
    }
  }

  /** The time of a packet that comes or goes now: nanoseconds since 1970. */
  public long nowEpochNanos() {
    return clock.epochNanos();
  }

  void put(CapturedPacket packet) {
    if (file.isOver()) {
      return;
    }
    int bytes = packet.heldBytes();
    long droppedSoFar = dropped.get(packet.link().id());
    long queued = queuedBytes.addAndGet(bytes);
    if (queued > maxQueuedBytes || !queue.offer(new Queued(packet, droppedSoFar))) {
      queuedBytes.addAndGet(-bytes);
      dropped.incrementAndGet(packet.link().id());
      queue.wake();
    } else if (queued > maxQueuedBytes / MANY_QUEUED_DIVISOR) {
      queue.wake();
    }
  }
}
