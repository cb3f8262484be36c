package acuse.client.conversation;

import acuse.common.text.SurrogateEscape;

/** A text that replies must contain. Bytes are compared, so a reply need not be UTF-8. */
public final class ExpectedText {
  private final byte[] bytes;

  /** Takes a text of the command line, as {@link SurrogateEscape} has it. */
  public ExpectedText(String text) {
    this.bytes = SurrogateEscape.encode(text);
  }

  /** Whether it is in {@code reply}. */
  public boolean isIn(byte[] reply) {
    for (int at = 0; at <= reply.length - bytes.length; at++) {
      if (isAt(at, reply)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(int at, byte[] reply) {
    int i = 0;
    while (i < bytes.length && reply[at + i] == bytes[i]) {
      i++;
    }
    return i == bytes.length;
  }
}
