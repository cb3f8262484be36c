package acuse.server.admin;

import acuse.common.text.Texts;
import acuse.common.text.Utf8Text;
import acuse.common.text.Utf8Text.NotUtf8Exception;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers requests: refuses those that are wrong or that may not be here, and hands the others to
 * the routes. Thread-safe.
 */
final class RequestCheck {
  /** A target that names the host, as proxies are sent (RFC 9112, section 3.2.2). */
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)(.*)");

  private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);

  private final AdminRoutes routes;
  private final AdminAccess access;
  private final Texts texts;

  RequestCheck(AdminRoutes routes, AdminAccess access, Texts texts) {
    this.routes = routes;
    this.access = access;
    this.texts = texts;
  }

  AdminReply answer(FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return undecoded(request.decoderResult().cause());
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return malformed();
    }
    String target = request.uri();
    Matcher absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      Optional<AdminReply> refused = refusedHost(absolute.group(1));
      if (refused.isPresent()) {
        return refused.get();
      }
      target = absolute.group(2);
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1) {
      return malformed();
    }
    Optional<AdminReply> refused = refusedHost(hosts.isEmpty() ? null : hosts.get(0).trim());
    return refused.isPresent() ? refused.get() : checked(request, target);
  }

  private AdminReply checked(FullHttpRequest request, String target) {
    if (!target.startsWith("/")) {
      return malformed();
    }
    if (!READING.contains(request.method()) && isFromAnotherOrigin(request)) {
      return AdminReply.sentence(HttpResponseStatus.FORBIDDEN, texts.text("otherOrigin"));
    }
    AdminRequest decoded;
    try {
      QueryStringDecoder query = new QueryStringDecoder(target);
      decoded =
          new AdminRequest(
              request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method(),
              query.path(),
              query.parameters(),
              request.headers(),
              Utf8Text.decode(ByteBufUtil.getBytes(request.content())));
    } catch (IllegalArgumentException | NotUtf8Exception e) {
      return malformed();
    }
    if (!routes.isOpen(decoded.path()) && !access.grants(decoded)) {
      return AdminReply.sentence(HttpResponseStatus.UNAUTHORIZED, texts.text("noToken"))
          .with(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"acuse\"");
    }
    AdminReply reply = routes.answer(decoded, texts);
    return access
        .newCookie(decoded)
        .map(cookie -> reply.with(HttpHeaderNames.SET_COOKIE, cookie))
        .orElse(reply);
  }

  /** The answer to one that could not be answered because of a bug of ours. */
  AdminReply bug() {
    return AdminReply.sentence(HttpResponseStatus.INTERNAL_SERVER_ERROR, texts.text("bug"));
  }

  private AdminReply undecoded(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return AdminReply.sentence(
          HttpResponseStatus.REQUEST_URI_TOO_LONG,
          texts.text("lineTooLong", AdminPort.MAX_LINE_BYTES));
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return AdminReply.sentence(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
          texts.text("headersTooLong", AdminPort.MAX_HEADER_BYTES));
    }
    if (cause instanceof TooLongHttpContentException) {
      return AdminReply.sentence(
          HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
          texts.text("bodyTooLong", AdminPort.MAX_BODY_BYTES));
    }
    return malformed();
  }

  private AdminReply malformed() {
    return AdminReply.sentence(HttpResponseStatus.BAD_REQUEST, texts.text("malformed"));
  }

  private Optional<AdminReply> refusedHost(String host) {
    return switch (HostCheck.judge(host)) {
      case FINE -> Optional.empty();
      case NAME ->
          Optional.of(AdminReply.sentence(HttpResponseStatus.FORBIDDEN, texts.text("hostIsName")));
      case MALFORMED -> Optional.of(malformed());
    };
  }

  /** A page from elsewhere may not change anything here; browsers say where a page is from. */
  private static boolean isFromAnotherOrigin(FullHttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    return origin != null
        && !origin.equals("http://" + request.headers().get(HttpHeaderNames.HOST));
  }
}
