package acuse.client.ping;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines of text in UTF-8, each written at once, so that whoever reads a pipe sees it. */
final class Lines {
  private final OutputStream out;

  /** Writes to {@code out}, which need not be buffered. */
  Lines(OutputStream out) {
    this.out = out;
  }

  /** Writes {@code text} and an LF. */
  void line(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
