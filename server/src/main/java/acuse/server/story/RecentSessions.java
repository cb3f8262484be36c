package acuse.server.story;

import acuse.server.observe.ServerObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keeps the stories of the sessions that have ended last. Thread-safe. */
public final class RecentSessions implements ServerObserver {
  private final int max;
  private final Deque<SessionStory> stories = new ArrayDeque<>();

  /** Will keep {@code max} of them. */
  public RecentSessions(int max) {
    this.max = max;
  }

  @Override
  public Set<Event> wants() {
    return EnumSet.of(Event.STORY);
  }

  @Override
  public synchronized void storyEnded(SessionStory story) {
    if (stories.size() == max) {
      stories.remove();
    }
    stories.add(story);
  }

  /** In the order of their ends. */
  public synchronized List<SessionStory> stories() {
    return List.copyOf(stories);
  }
}
