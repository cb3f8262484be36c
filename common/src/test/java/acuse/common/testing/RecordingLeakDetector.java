package acuse.common.testing;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's leak detector, but one that remembers: a leak that is only logged breaks no build.
 *
 * @param <T> what can leak
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  /** The constructor that Netty asks for. */
  public RecordingLeakDetector(Class<T> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** The older constructor, which Netty looks for first. */
  public RecordingLeakDetector(Class<T> type, int samplingInterval, long maxActive) {
    this(type, samplingInterval);
  }

  static List<String> leaks() {
    return LEAKS;
  }

  @Override
  protected void reportTracedLeak(String type, String records) {
    LEAKS.add(type + records);
    super.reportTracedLeak(type, records);
  }

  @Override
  protected void reportUntracedLeak(String type) {
    LEAKS.add(type);
    super.reportUntracedLeak(type);
  }
}
