package acuse.server.forward;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where a target is: the addresses of its name, looked up at the start and again after a connection
 * has failed.
 *
 * <pre>
 * connection fails ─→ {@link #lookAgain} ─→ a thread asks the resolver ─→ {@link #addresses} are others
 *                      └── not while one asks, and not within a second of the last answer
 * </pre>
 *
 * <p>A lookup that finds nothing changes nothing. Thread-safe; nothing here blocks but {@link
 * #lookUp}.
 */
public final class TargetAddresses {
  private static final Duration LOOKUP_INTERVAL = Duration.ofSeconds(1);

  private final ForwardTarget target;
  private final HostResolver resolver;
  private final Executor threads;
  private final LongSupplier nanoTime;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile List<InetSocketAddress> addresses;
  private volatile Predicate<InetSocketAddress> own = address -> false;

  /** Written by the thread that looks, before {@link #looking} is false again. */
  private volatile long lookedNanos;

  private TargetAddresses(
      ForwardTarget target, HostResolver resolver, Executor threads, LongSupplier nanoTime)
      throws UnknownHostException {
    this.target = target;
    this.resolver = resolver;
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.addresses = ask();
    this.lookedNanos = nanoTime.getAsLong();
  }

  /**
   * Finds the addresses of {@code target}. Blocks until the resolver answers.
   *
   * @throws UnknownHostException if its name leads nowhere
   */
  public static TargetAddresses lookUp(ForwardTarget target, HostResolver resolver)
      throws UnknownHostException {
    return lookUp(target, resolver, TargetAddresses::startThread, System::nanoTime);
  }

  /**
   * The same for a test.
   *
   * @param threads run lookups, off the event loops
   */
  static TargetAddresses lookUp(
      ForwardTarget target, HostResolver resolver, Executor threads, LongSupplier nanoTime)
      throws UnknownHostException {
    return new TargetAddresses(target, resolver, threads, nanoTime);
  }

  /** Whose addresses these are. */
  public ForwardTarget target() {
    return target;
  }

  /** The addresses, the preferred one first; at least one. */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /**
   * From now on no address is taken for which {@code isOwn} holds, should the name lead there some
   * day. Those that are known stay.
   */
  public void shutOut(Predicate<InetSocketAddress> isOwn) {
    own = isOwn;
  }

  /** A connection has failed, so the target may have moved: looks soon, on a thread of its own. */
  public void lookAgain() {
    if (nanoTime.getAsLong() - lookedNanos < LOOKUP_INTERVAL.toNanos()
        || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(this::look);
    } catch (OutOfMemoryError e) {
      looking.set(false); // no thread for it now; the next connection that fails asks again
    }
  }

  private void look() {
    try {
      List<InetSocketAddress> found = ask().stream().filter(own.negate()).toList();
      if (!found.isEmpty()) {
        addresses = found;
      }
    } catch (UnknownHostException e) {
      // It may be known again later; until then the addresses stay.
    } finally {
      lookedNanos = nanoTime.getAsLong();
      looking.set(false);
    }
  }

  private List<InetSocketAddress> ask() throws UnknownHostException {
    InetAddress[] found = resolver.resolve(target.host());
    return Arrays.stream(found).map(each -> new InetSocketAddress(each, target.port())).toList();
  }

  /** One at most lives, for one looks at a time. */
  private static void startThread(Runnable lookup) {
    Thread thread = new Thread(lookup, "acuse lookup");
    thread.setDaemon(true);
    thread.start();
  }
}
