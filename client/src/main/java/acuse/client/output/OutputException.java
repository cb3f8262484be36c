package acuse.client.output;

import acuse.common.stdio.DescriptorOutput;
import java.io.IOException;

/** The client's output cannot be written. */
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1L;

  OutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether the reader simply has gone, as {@code head} does when it has enough. */
  public boolean isReaderGone() {
    return DescriptorOutput.isReaderGone(this);
  }
}
