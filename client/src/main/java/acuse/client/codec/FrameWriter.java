package acuse.client.codec;

import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.LineEnding;
import java.io.IOException;
import java.io.OutputStream;

/** Writes messages as frames to a stream. Used by one thread at a time. */
public final class FrameWriter {
  private final FrameEncoder frame;
  private final OutputStream out;

  /**
   * Writes to {@code out}.
   *
   * @param out should be buffered; neither flushed nor closed here
   */
  public FrameWriter(FrameEncoder frame, OutputStream out) {
    this.frame = frame;
    this.out = out;
  }

  /**
   * Writes each of {@code messages}, which the frame can carry. A line keeps the end with which it
   * was read, because a server may want its CRLF; elsewhere, that end is no part of the message.
   */
  public void write(Lines messages) throws IOException {
    if (frame == FrameEncoder.LINE) {
      messages.writeAsReadTo(out); // they are frames already
      return;
    }
    for (int i = 0; i < messages.count(); i++) {
      frame.writeHeader(messages.length(i), LineEnding.NONE, out);
      messages.writeTo(i, out);
    }
  }
}
