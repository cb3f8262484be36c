package acuse.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends events to all who read {@code /events}, as server-sent events (HTML, section 9.2): ten
 * times per second, those that have come since.
 *
 * <pre>
 * {@link LiveEvents} ─→ number ─→ ring of the last thousand ─→ {@link EventReader}, each
 * </pre>
 *
 * <p>It begins with the first reader, and goes on for a minute after the last one, so that one who
 * comes back finds what has happened meanwhile. Belongs to the admin port's event loop.
 */
final class EventReaders {
  static final int MAX_READERS = 64;
  static final int RING = 1000;

  private static final long TICK_MILLIS = 100;

  /** More per second than anybody can read: the rest of a flood is counted. */
  private static final int MAX_EVENTS_PER_TICK = 64;

  private static final int TICKS_PER_COMMENT = 150;

  /** Without a reader, and with one who takes nothing. */
  private static final int PATIENCE_TICKS = 600;

  private final LiveEvents events;
  private final List<EventReader> readers = new ArrayList<>();
  private final Deque<Numbered> ring = new ArrayDeque<>();
  private long lastId;
  private long ticks;
  private int idleTicks;
  private Future<?> timer;

  /**
   * @param id counts the events that were sent, from 1
   */
  private record Numbered(long id, String text) {}

  EventReaders(LiveEvents events) {
    this.events = events;
  }

  /** Whether there may be one more. */
  boolean hasRoom() {
    return readers.size() < MAX_READERS;
  }

  /**
   * Begins to send.
   *
   * @param connection its answer has begun
   * @param lastSeen the id of the last event that the reader knows; negative for none
   */
  void add(Channel connection, long lastSeen) {
    EventReader reader = new EventReader(connection);
    if (timer == null) {
      events.begin();
      timer =
          connection
              .eventLoop()
              .scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
    idleTicks = 0;
    readers.add(reader);
    connection.closeFuture().addListener(closed -> readers.remove(reader));
    send(List.of(reader), ":\n\n" + since(lastSeen), 0);
  }

  /** Sends what has come; also for the end of the server. */
  void tick() {
    ticks++;
    sendNew();
    if (ticks % TICKS_PER_COMMENT == 0) {
      send(readers, ":\n\n", 0);
    }
    for (EventReader reader : List.copyOf(readers)) {
      reader.tick();
      if (reader.stuckTicks() >= PATIENCE_TICKS) {
        reader.close();
      }
    }
    idleTicks = readers.isEmpty() ? idleTicks + 1 : 0;
    if (idleTicks >= PATIENCE_TICKS) {
      timer.cancel(false);
      timer = null;
      events.end();
      ring.clear();
    }
  }

  private void sendNew() {
    StringBuilder text = new StringBuilder();
    long missed = events.takeMissed();
    if (missed > 0) {
      text.append(EventReader.missedText(missed));
    }
    long count = missed;
    for (int i = 0; i < MAX_EVENTS_PER_TICK; i++) {
      LiveEvent event = events.take();
      if (event == null) {
        break;
      }
      count++;
      text.append(keep(event));
    }
    if (count > 0) {
      send(readers, text.toString(), count);
    }
  }

  private String keep(LiveEvent event) {
    lastId++;
    String text =
        "id: " + lastId + "\nevent: " + event.name() + "\ndata: " + event.data().json() + "\n\n";
    if (ring.size() == RING) {
      ring.remove();
    }
    ring.add(new Numbered(lastId, text));
    return text;
  }

  /** What a reader has missed who has seen an event, as far as it is kept. */
  private String since(long lastSeen) {
    if (lastSeen < 0) {
      return "";
    }
    long known = lastSeen > lastId ? 0 : lastSeen; // of another run
    StringBuilder text = new StringBuilder();
    long firstKept = ring.isEmpty() ? lastId + 1 : ring.peek().id();
    if (firstKept > known + 1) {
      text.append(EventReader.missedText(firstKept - known - 1));
    }
    ring.stream().filter(each -> each.id() > known).forEach(each -> text.append(each.text()));
    return text.toString();
  }

  private static void send(List<EventReader> readers, String text, long count) {
    if (readers.isEmpty()) {
      return;
    }
    ByteBuf bytes = ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, text);
    try {
      for (EventReader reader : List.copyOf(readers)) {
        reader.send(bytes, count);
      }
    } finally {
      bytes.release();
    }
  }
}
