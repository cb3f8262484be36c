package acuse.server.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request to the admin port.
 *
 * @param body in UTF-8
 * @param headers besides those that every reply has
 */
public record AdminReply(
    HttpResponseStatus status, String contentType, String body, Map<String, String> headers) {

  /** A sentence for people, in a line of its own. */
  public static AdminReply sentence(HttpResponseStatus status, String sentence) {
    return of(status, "text/plain; charset=utf-8", sentence + "\n");
  }

  /** Data of type {@code contentType}. */
  public static AdminReply of(HttpResponseStatus status, String contentType, String body) {
    return new AdminReply(status, contentType, body, Map.of());
  }

  /** The same with a header more. */
  public AdminReply with(CharSequence header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header.toString(), value);
    return new AdminReply(status, contentType, body, more);
  }
}
