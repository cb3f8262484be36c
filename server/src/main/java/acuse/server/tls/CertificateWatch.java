package acuse.server.tls;

import acuse.common.tls.PemException;
import acuse.server.observe.ServerObserver;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes up certificates that were renewed on disk: when asked, or when a file is another than it
 * was. Looks at the files itself now and then, on a thread of its own: that works on every file
 * system, and through whatever links lead there.
 *
 * <p>A change is acted on once it has lasted from one look to the next, so that certificate and key
 * may be written one after the other.
 */
public final class CertificateWatch implements AutoCloseable {
  private static final InternalLogger LOGGER =
      InternalLoggerFactory.getInstance(CertificateWatch.class);

  private final ServerTls tls;
  private final long intervalMillis;
  private final ServerObserver observer;
  private final Thread thread = new Thread(this::run, "acuse-certificates");
  private final Semaphore asked = new Semaphore(0);
  private volatile boolean closed;

  /** How the files looked when they were last read; the watch's thread alone uses it. */
  private List<Object> taken;

  private CertificateWatch(ServerTls tls, Duration interval, ServerObserver observer) {
    this.tls = tls;
    this.intervalMillis = interval.toMillis();
    this.observer = observer;
    this.taken = look();
    thread.setDaemon(true);
  }

  /**
   * Looks at the files every {@code interval}.
   *
   * @param observer is told what became of renewals, on the watch's thread
   */
  public static CertificateWatch start(ServerTls tls, Duration interval, ServerObserver observer) {
    CertificateWatch watch = new CertificateWatch(tls, interval, observer);
    watch.thread.start();
    return watch;
  }

  /** Reads the files now, whether they have changed or not. Thread-safe; does not wait. */
  public void reloadNow() {
    asked.release();
  }

  @Override
  public void close() {
    closed = true;
    asked.release();
  }

  /** Waits until nothing more is read, after {@link #close}. */
  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  private void run() {
    List<Object> before = taken;
    try {
      while (true) {
        boolean now = asked.tryAcquire(intervalMillis, TimeUnit.MILLISECONDS);
        if (closed) {
          return;
        }
        List<Object> seen = look();
        if (now || (!seen.equals(taken) && seen.equals(before))) {
          reload();
          taken = seen;
        }
        before = seen;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reload() {
    try {
      tls.reload();
      observer.certificateRenewed(tls.fingerprint(), tls.certificate().getNotAfter().toInstant());
    } catch (PemException e) {
      observer.certificateRefused(e);
    } catch (RuntimeException e) {
      // The next renewal must not fail with this one.
      LOGGER.error("bug in the renewal of {}", tls.files(), e);
    }
  }

  /** Tells a file from the one that was there before. */
  private List<Object> look() {
    List<Object> seen = new ArrayList<>();
    for (Path file : tls.files()) {
      try {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        seen.add(List.of(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey())));
      } catch (IOException e) {
        seen.add("missing");
      }
    }
    return seen;
  }
}
