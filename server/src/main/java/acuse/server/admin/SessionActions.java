package acuse.server.admin;

import acuse.server.story.RecentSessions;
import acuse.server.story.SessionStory;
import acuse.server.story.Stories;
import acuse.server.story.StoryJson;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.stream.Collectors;

/** {@code /sessions}: the open sessions and those that have ended last, as JSON. */
public final class SessionActions {
  /** Of the open ones, and of the ended ones: an answer of some 1.5 MB. */
  public static final int MAX_SESSIONS = 1000;

  private SessionActions() {}

  /** The route of a server with these sessions. */
  public static void addTo(AdminRoutes routes, Stories stories, RecentSessions ended) {
    routes.add(
        HttpMethod.GET,
        "/sessions",
        request ->
            AdminReply.of(
                HttpResponseStatus.OK,
                "application/json",
                document(stories.openCount(), stories.open(MAX_SESSIONS), ended.stories())));
  }

  private static String document(int openCount, List<SessionStory> open, List<SessionStory> ended) {
    return "{\"open_count\":"
        + openCount
        + ",\n\"open\":["
        + lines(open)
        + "],\n\"ended\":["
        + lines(ended)
        + "]}\n";
  }

  private static String lines(List<SessionStory> stories) {
    return stories.stream().map(StoryJson::line).collect(Collectors.joining(",\n"));
  }
}
