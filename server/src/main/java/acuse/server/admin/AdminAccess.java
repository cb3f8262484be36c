package acuse.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Lets in those who know the token. A browser shows it once, as {@code ?token=…}, and gets a cookie
 * for the next requests. The cookie is a random number of this server's run, so the token is kept
 * nowhere else. All comparisons take the same time whatever differs.
 */
final class AdminAccess {
  private static final String BEARER = "Bearer ";
  private static final String PARAMETER = "token";
  private static final int COOKIE_BYTES = 24;

  private final Optional<String> token;
  private final String cookieName;
  private final String cookieValue;

  /**
   * Lets in those who show {@code token}, or everybody if it is empty.
   *
   * @param port tells the cookies of several servers on one host apart, which browsers do not
   */
  AdminAccess(Optional<String> token, int port) {
    this.token = token;
    this.cookieName = "acuse-admin-" + port;
    byte[] random = new byte[COOKIE_BYTES];
    new SecureRandom().nextBytes(random);
    this.cookieValue = HexFormat.of().formatHex(random);
  }

  boolean grants(AdminRequest request) {
    if (token.isEmpty()) {
      return true;
    }
    String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (authorization != null) {
      return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
          && isSame(authorization.substring(BEARER.length()).trim(), token.get());
    }
    return hasParameter(request) ? showsToken(request) : hasCookie(request.headers());
  }

  /** The header Set-Cookie for a request that was granted for its parameter; else empty. */
  Optional<String> newCookie(AdminRequest request) {
    return token.isPresent() && hasParameter(request) && showsToken(request)
        ? Optional.of(cookieName + "=" + cookieValue + "; Path=/; HttpOnly; SameSite=Strict")
        : Optional.empty();
  }

  private static boolean hasParameter(AdminRequest request) {
    return request.parameters().containsKey(PARAMETER);
  }

  private boolean showsToken(AdminRequest request) {
    List<String> shown = request.parameters().get(PARAMETER);
    return shown.size() == 1 && isSame(shown.get(0), token.get());
  }

  private boolean hasCookie(HttpHeaders headers) {
    for (String header : headers.getAll(HttpHeaderNames.COOKIE)) {
      for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(header)) {
        if (cookie.name().equals(cookieName) && isSame(cookie.value(), cookieValue)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSame(String shown, String secret) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }
}
