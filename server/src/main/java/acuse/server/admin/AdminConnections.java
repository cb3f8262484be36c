package acuse.server.admin;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The open connections, of which there may be so many, besides those with an answer that does not
 * end: these have a limit of their own. A new one takes the place of the one that has waited
 * longest for a request: so connections that say nothing keep no health check out. Belongs to the
 * admin port's event loop.
 */
final class AdminConnections {
  static final int MAX = 64;

  /** Those that have waited longest for a request come first. */
  private final Set<AdminHandler> waiting = new LinkedHashSet<>();

  private int open;

  /** A connection was made. It is asked to close if there is no place for it. */
  void opened(AdminHandler connection) {
    open++;
    waiting.add(connection);
    if (open > MAX) {
      waiting.iterator().next().closeAtOnce();
    }
  }

  void awaitsRequest(AdminHandler connection) {
    waiting.remove(connection);
    waiting.add(connection);
  }

  void answersRequest(AdminHandler connection) {
    waiting.remove(connection);
  }

  /** It has an answer that does not end, and takes no place of others any more. */
  void streams(AdminHandler connection) {
    closed(connection);
  }

  void closed(AdminHandler connection) {
    open--;
    waiting.remove(connection);
  }
}
