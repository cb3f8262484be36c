package acuse.server.admin;

import acuse.common.text.Texts;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code /events}: what happens, as it happens. */
public final class EventActions {
  private static final String LAST_EVENT_ID = "last-event-id";

  private final EventReaders readers;
  private final Texts texts;

  private EventActions(EventReaders readers, Texts texts) {
    this.readers = readers;
    this.texts = texts;
  }

  /** The route of a server whose events these are. */
  public static void addTo(AdminRoutes routes, LiveEvents events, AdminConfig config) {
    EventActions actions =
        new EventActions(new EventReaders(events), Texts.of(EventActions.class, config.language()));
    routes.add(HttpMethod.GET, "/events", actions::answer);
  }

  private AdminReply answer(AdminRequest request) {
    if (!readers.hasRoom()) {
      return AdminReply.sentence(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          texts.text("tooManyReaders", EventReaders.MAX_READERS));
    }
    long lastSeen = lastSeen(request.headers().get(LAST_EVENT_ID));
    return AdminReply.stream("text/event-stream", connection -> readers.add(connection, lastSeen));
  }

  /** Negative if it is none of ours. */
  private static long lastSeen(String id) {
    return id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1;
  }
}
