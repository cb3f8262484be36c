package acuse.common.codec;

import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;

/**
 * How a text, be it a message or a reply, becomes a frame: what is written before it and after it.
 *
 * <pre>
 *            header         text   ending
 * LINE                      hola   LF or CRLF
 * RAW                       hola   as its message ended
 * LENGTH     00 00 00 04    hola
 * LENGTH     00 00 00 05    hola   LF, as its message ended
 * DATAGRAM                  hola   as its message ended
 * </pre>
 *
 * <p>A writer writes the header, the text and the ending, in this order. It does so itself, because
 * the server copies texts between Netty's buffers and the client between arrays. No state.
 */
public enum FrameEncoder {
  LINE(0, LineEnding.LF, 0, Integer.MAX_VALUE),
  RAW(0, LineEnding.NONE, 1, Integer.MAX_VALUE),
  LENGTH(Integer.BYTES, LineEnding.NONE, 0, Integer.MAX_VALUE),
  DATAGRAM(0, LineEnding.NONE, 0, Protocol.MAX_DATAGRAM_BYTES);

  private final int headerBytes;
  private final LineEnding ending;
  private final int minTextBytes;
  private final int maxTextBytes;

  FrameEncoder(int headerBytes, LineEnding ending, int minTextBytes, int maxTextBytes) {
    this.headerBytes = headerBytes;
    this.ending = ending;
    this.minTextBytes = minTextBytes;
    this.maxTextBytes = maxTextBytes;
  }

  /**
   * For TCP with {@code framing}. With {@link Framing#AUTO}, a peer that is not known yet gets
   * lines.
   */
  public static FrameEncoder of(Framing framing) {
    if (framing == Framing.LENGTH) {
      return LENGTH;
    }
    return framing == Framing.RAW ? RAW : LINE; // a switch is a class more, when the client starts
  }

  /** How many bytes stand before the text. */
  public int headerBytes() {
    return headerBytes;
  }

  /** The ending of a text that has no message whose ending it could take over. */
  public LineEnding ending() {
    return ending;
  }

  /** How long the frame of a text is. */
  public int frameBytes(int textBytes, LineEnding ending) {
    return headerBytes + textBytes + ending.length();
  }

  /**
   * Whether a text of this length can be sent. An empty one without framing is no bytes at all, and
   * a datagram has a limit. A line is for texts without an LF; this is not checked here.
   */
  public boolean canCarry(int textBytes) {
    return textBytes >= minTextBytes && textBytes <= maxTextBytes;
  }

  /** Appends what comes before the text. */
  public void writeHeader(int textBytes, LineEnding ending, ByteBuf out) {
    if (headerBytes > 0) {
      out.writeInt(textBytes + ending.length()); // Netty's order, too, is the network's
    }
  }

  /** The same for a stream: most significant byte first. */
  public void writeHeader(int textBytes, LineEnding ending, OutputStream out) throws IOException {
    int length = textBytes + ending.length();
    for (int shift = headerBytes * Byte.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(length >>> shift);
    }
  }
}
