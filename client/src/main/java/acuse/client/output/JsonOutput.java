package acuse.client.output;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * For programs: one object per message, on a line of its own (RFC 8259).
 *
 * <pre>
 * {"protocol":"tcp","seq":1,"message":"hola","reply":"Servidor TCP recibió: hola",
 *  "status":"ok","rtt_us":212,"attempts":1}
 * </pre>
 *
 * JSON has no bytes: what is not UTF-8 stands there with U+FFFD in its place, and the bytes
 * themselves in {@code message_base64} or {@code reply_base64} besides.
 */
public final class JsonOutput implements AnswerSink {
  private final OutputStream out;
  private final String protocol;

  public JsonOutput(OutputStream out, Protocol protocol) {
    this.out = out;
    this.protocol = protocol.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void answered(Answer answer) throws IOException {
    StringBuilder json = new StringBuilder();
    json.append("{\"protocol\":\"").append(protocol);
    json.append("\",\"seq\":").append(answer.message().seq());
    appendBytes(json, "message", answer.message().bytes());
    appendBytes(json, "reply", answer.reply());
    json.append(",\"status\":\"").append(word(answer.status()));
    json.append("\",\"rtt_us\":");
    json.append(answer.isReply() ? answer.roundTrip().toNanos() / 1000 : null);
    json.append(",\"attempts\":").append(answer.attempts()).append("}\n");
    out.write(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** To a program, it is the same whether the peer or the protocol takes no such message. */
  private static String word(Status status) {
    Status shown = status == Status.UNSENDABLE ? Status.REFUSED : status;
    return shown.name().toLowerCase(Locale.ROOT);
  }

  private static void appendBytes(StringBuilder json, String name, byte[] bytes) {
    json.append(",\"").append(name).append("\":");
    if (bytes == null) {
      json.append("null");
      return;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    appendString(json, text);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      json.append(",\"").append(name).append("_base64\":\"");
      json.append(Base64.getEncoder().encodeToString(bytes)).append('"');
    }
  }

  private static void appendString(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
