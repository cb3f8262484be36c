package acuse.server.reply;

import acuse.common.protocol.ReplyPart;
import acuse.common.protocol.ReplyTemplate;

/**
 * The bytes around the message that is being answered. Those of a fixed template never change, and
 * all sessions share them; else each {@link Responder} has its own, filled in for each message.
 */
public final class ReplyText {
  private final FilledPart prefix;
  private final FilledPart suffix;
  private final boolean fixed;

  ReplyText(ReplyTemplate.Compiled template) {
    this.prefix = new FilledPart(template.prefix());
    this.suffix = new FilledPart(template.suffix());
    this.fixed = template.isFixed();
  }

  /** Whether {@link #fillIn} has nothing to do. */
  public boolean isFixed() {
    return fixed;
  }

  /** Fills in the values for a message of so many bytes. */
  void fillIn(ReplyFacts facts, int messageBytes) {
    prefix.fillIn(facts, messageBytes);
    suffix.fillIn(facts, messageBytes);
  }

  FilledPart prefix() {
    return prefix;
  }

  FilledPart suffix() {
    return suffix;
  }

  /** The bytes on one side of the message. */
  static final class FilledPart {
    private final ReplyPart part;
    private final byte[] bytes;
    private int length;

    private FilledPart(ReplyPart part) {
      this.part = part;
      this.bytes = part.isFixed() ? part.bytes() : new byte[part.maxBytes()];
      this.length = bytes.length;
    }

    byte[] bytes() {
      return bytes;
    }

    /** How many of the bytes count. */
    int length() {
      return length;
    }

    private void fillIn(ReplyFacts facts, int messageBytes) {
      if (part.isFixed()) {
        return;
      }
      length = 0;
      for (ReplyPart.Segment segment : part.segments()) {
        if (segment instanceof ReplyPart.Fixed text) {
          System.arraycopy(text.bytes(), 0, bytes, length, text.bytes().length);
          length += text.bytes().length;
        } else if (segment instanceof ReplyPart.Value value) {
          append(facts.value(value.placeholder(), messageBytes));
        }
      }
    }

    private void append(String ascii) {
      for (int i = 0; i < ascii.length(); i++) {
        bytes[length++] = (byte) ascii.charAt(i);
      }
    }
  }
}
