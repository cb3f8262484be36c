package acuse.server.admin;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a request to the admin port.
 *
 * @param body in UTF-8
 * @param headers besides those that every reply has
 * @param stream what follows in place of a body; empty for a body
 */
public record AdminReply(
    HttpResponseStatus status,
    String contentType,
    String body,
    Map<String, String> headers,
    Optional<Stream> stream) {
  /** An answer that goes on for as long as the connection. */
  @FunctionalInterface
  public interface Stream {
    /** The headers have been written; from now on this writes {@code HttpContent}. */
    void begin(Channel connection);
  }

  /** A sentence for people, in a line of its own. */
  public static AdminReply sentence(HttpResponseStatus status, String sentence) {
    return of(status, "text/plain; charset=utf-8", sentence + "\n");
  }

  /** Data of type {@code contentType}. */
  public static AdminReply of(HttpResponseStatus status, String contentType, String body) {
    return new AdminReply(status, contentType, body, Map.of(), Optional.empty());
  }

  /** Data of type {@code contentType} that does not end. */
  static AdminReply stream(String contentType, Stream stream) {
    return new AdminReply(HttpResponseStatus.OK, contentType, "", Map.of(), Optional.of(stream));
  }

  /** The same with a header more. */
  public AdminReply with(CharSequence header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header.toString(), value);
    return new AdminReply(status, contentType, body, more, stream);
  }
}
