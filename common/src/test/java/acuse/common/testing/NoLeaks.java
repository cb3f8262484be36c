package acuse.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which a buffer was found unreleased. Found by JUnit itself, for every
 * test class.
 *
 * <p>Netty notices a leak when the lost buffer has been collected and another one is allocated.
 */
public final class NoLeaks implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    System.gc();
    for (int i = 0; i < 100; i++) {
      ByteBufAllocator.DEFAULT.buffer(1).release();
    }
    assertThat(RecordingLeakDetector.leaks()).as("leaked buffers").isEmpty();
  }
}
