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
    JsonObject json = new JsonObject();
    json.text("protocol", protocol).number("seq", answer.message().seq());
    addBytes(json, "message", answer.message().bytes());
    addBytes(json, "reply", answer.reply());
    json.text("status", word(answer.status()));
    if (answer.isReply()) {
      json.number("rtt_us", answer.roundTrip().toNanos() / 1000);
    } else {
      json.none("rtt_us");
    }
    json.number("attempts", answer.attempts());
    out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
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

  private static void addBytes(JsonObject json, String name, byte[] bytes) {
    if (bytes == null) {
      json.none(name);
      return;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    json.text(name, text);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      json.text(name + "_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
