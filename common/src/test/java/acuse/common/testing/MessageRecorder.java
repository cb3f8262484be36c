package acuse.common.testing;

import acuse.common.codec.MessageSink;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a decoder cuts out, one string a message: {@code "hola/CRLF"}. */
public final class MessageRecorder implements MessageSink {
  /** The text in place of a message that was too long, before its ending. */
  public static final String TOO_LONG = "<too long>";

  private final List<String> messages = new ArrayList<>();

  /** All so far. */
  public List<String> messages() {
    return messages;
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    messages.add(bytes.toString(index, length, StandardCharsets.UTF_8) + "/" + ending);
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    messages.add(TOO_LONG + "/" + ending);
  }
}
