package acuse.server.admin;

import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The paths of the admin port, and what answers there. Complete before the port is opened, and not
 * changed after that.
 */
public final class AdminRoutes {
  private static final int MAX_SHOWN_CHARS = 100;

  private final Map<String, Map<HttpMethod, AdminAction>> actions = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();

  /** Adds an action, which needs the token where there is one. */
  public AdminRoutes add(HttpMethod method, String path, AdminAction action) {
    actions.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(method, action);
    return this;
  }

  /** Adds an action that answers GET for everybody. */
  public AdminRoutes addOpen(String path, AdminAction action) {
    open.add(path);
    return add(HttpMethod.GET, path, action);
  }

  /** Whether {@code path} is for everybody. */
  boolean isOpen(String path) {
    return open.contains(path);
  }

  AdminReply answer(AdminRequest request, Texts texts) {
    Map<HttpMethod, AdminAction> byMethod = actions.get(request.path());
    if (byMethod == null) {
      return AdminReply.sentence(
          HttpResponseStatus.NOT_FOUND,
          texts.text("notFound", shown(request.path()), String.join(", ", actions.keySet())));
    }
    AdminAction action = byMethod.get(request.method());
    if (action == null) {
      String allowed = allowed(byMethod);
      return AdminReply.sentence(
              HttpResponseStatus.METHOD_NOT_ALLOWED,
              texts.text("notAllowed", request.path(), allowed))
          .with(HttpHeaderNames.ALLOW, allowed);
    }
    return action.answer(request);
  }

  /** In the form of the header Allow. HEAD comes with GET (RFC 9110, section 9.3.2). */
  private static String allowed(Map<HttpMethod, AdminAction> byMethod) {
    return byMethod.keySet().stream()
        .map(method -> method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name())
        .collect(Collectors.joining(", "));
  }

  private static String shown(String path) {
    String shown = TerminalText.escape(path);
    return shown.length() > MAX_SHOWN_CHARS ? shown.substring(0, MAX_SHOWN_CHARS) + "…" : shown;
  }
}
