package acuse.common.codec;

import io.netty.buffer.ByteBuf;

/**
 * Finds out how its peer marks messages: the first LF makes it a {@link LineDecoder} for good;
 * silence after bytes without an LF makes it a {@link RawDecoder} for good.
 *
 * <pre>
 * read:  "ho" | "la\n" | …        read:  "ho" | "la" | (silence) | "adiós"
 * out:          "hola" LF         out:                 "hola"      "adiós"
 * </pre>
 *
 * Measuring the silence is its user's work.
 */
final class AutoDecoder implements StreamDecoder {
  private final int maxMessageBytes;
  private final LineDecoder undecided;

  /** Until it is known, lines: they keep what may turn out to be either. */
  private StreamDecoder decoder;

  private boolean decided;
  private boolean bytesAwaitDecision;

  AutoDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
    this.undecided = new LineDecoder(maxMessageBytes);
    this.decoder = undecided;
  }

  @Override
  public boolean decode(ByteBuf in, MessageSink out) {
    boolean anyBytes = in.isReadable();
    boolean cut = decoder.decode(in, out);
    if (!decided) {
      decided = cut;
      bytesAwaitDecision = !cut && (bytesAwaitDecision || anyBytes);
    }
    return cut;
  }

  @Override
  public boolean awaitsSilence() {
    return bytesAwaitDecision;
  }

  @Override
  public void silence(MessageSink out) {
    if (bytesAwaitDecision) {
      decided = true;
      bytesAwaitDecision = false;
      decoder = new RawDecoder(maxMessageBytes);
      undecided.end(out);
    }
  }

  @Override
  public void end(MessageSink out) {
    decoder.end(out);
  }

  @Override
  public boolean isInMessage() {
    return decoder.isInMessage();
  }

  @Override
  public int unfinishedBytes() {
    return decoder.unfinishedBytes();
  }

  @Override
  public int heldBytes() {
    return decoder.heldBytes();
  }

  @Override
  public void release() {
    undecided.release();
  }
}
