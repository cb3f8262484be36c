package acuse.server.capture;

import java.io.IOException;

/** Is told why a capture ended early, at most once, on the thread that writes it. */
public interface CaptureListener {
  /** The file cannot be written any more; nothing is captured from now on. */
  void failed(IOException why);

  /** The file has reached its limit; nothing is captured from now on. */
  void limitReached(long maxFileBytes);
}
