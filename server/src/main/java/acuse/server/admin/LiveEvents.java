package acuse.server.admin;

import acuse.common.protocol.Protocol;
import acuse.server.impair.Fault;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.story.SessionStory;
import acuse.server.story.StoryJson;
import com.google.gson.stream.JsonWriter;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Collects what happens for the readers of {@code /events}.
 *
 * <pre>
 * event loops ─→ bounded queue ─→ {@link EventReaders}, ten times a second
 *                   └── full: counted, until there is room again
 * </pre>
 *
 * <p>While nobody reads, an event costs a look at one field. Thread-safe, and never blocks.
 */
public final class LiveEvents implements ServerObserver {
  /** A burst of this many is kept; a steady stream is cut to what readers are sent. */
  static final int MAX_QUEUED = 1024;

  /** Of a longer message only this much is sent. */
  static final int MAX_SHOWN_BYTES = 512;

  private final boolean hidesMessages;
  private final Set<Protocol> forwarded;
  private final Queue<LiveEvent> queue = new MpscAtomicArrayQueue<>(MAX_QUEUED);
  private final LongAdder missed = new LongAdder();
  private volatile boolean wanted;
  private volatile boolean full;

  /**
   * Collects nothing before somebody reads.
   *
   * @param hidesMessages whether the contents of messages are left out
   * @param forwarded the protocols that are forwarded: what comes back is told, too
   */
  public LiveEvents(boolean hidesMessages, Set<Protocol> forwarded) {
    this.hidesMessages = hidesMessages;
    this.forwarded = Set.copyOf(forwarded);
  }

  /** From now on there are readers. */
  void begin() {
    wanted = true;
  }

  /** There are no readers any more. For the thread that takes. */
  void end() {
    wanted = false;
    queue.clear();
    missed.reset();
    full = false;
  }

  /** The next one; null if there is none. For one thread. */
  LiveEvent take() {
    return queue.poll();
  }

  /** How many there was no room for since this was last asked. Then there is room again. */
  long takeMissed() {
    full = false;
    return missed.sumThenReset();
  }

  @Override
  public Set<Event> wants() {
    Set<Event> events = EnumSet.of(Event.SESSION, Event.MESSAGE, Event.FAULT, Event.STORY);
    if (!forwarded.isEmpty()) {
      events.add(Event.REPLY);
    }
    return events;
  }

  @Override
  public void began(Session session) {
    if (isWanted()) {
      Instant at = session.since();
      add(
          "began",
          json -> {
            writeWho(json, session, at);
            json.name("local").value(NetUtil.toSocketAddressString(session.local()));
            json.name("tls").value(session.secured());
          });
    }
  }

  @Override
  public void received(Session session, ByteBuf bytes, int index, int length) {
    if (isWanted()) {
      addBytes("message", session, bytes, index, length);
    }
  }

  /** An acknowledgement says nothing new, but what a target sends does. */
  @Override
  public void replied(Session session, ByteBuf bytes, int index, int length) {
    if (isWanted() && forwarded.contains(session.protocol())) {
      addBytes("reply", session, bytes, index, length);
    }
  }

  @Override
  public void rejected(Session session, int maxMessageBytes) {
    if (isWanted()) {
      Instant at = Instant.now();
      add(
          "rejected",
          json -> {
            writeWho(json, session, at);
            json.name("max_message_bytes").value(maxMessageBytes);
          });
    }
  }

  @Override
  public void impaired(Session session, Path path, Fault fault, long number) {
    if (isWanted()) {
      Instant at = Instant.now();
      add(
          "fault",
          json -> {
            writeWho(json, session, at);
            json.name("path").value(path.word());
            json.name("fault").value(fault.word());
            json.name("number").value(number);
          });
    }
  }

  @Override
  public void storyEnded(SessionStory story) {
    if (isWanted()) {
      add(new LiveEvent("ended", () -> StoryJson.line(story)));
    }
  }

  /** Whether it is worth making an event; if it is not for want of room, it counts as missed. */
  private boolean isWanted() {
    if (!wanted) {
      return false;
    }
    if (full) {
      missed.increment();
      return false;
    }
    return true;
  }

  private void addBytes(String name, Session session, ByteBuf bytes, int index, int length) {
    Instant at = Instant.now();
    byte[] shown = new byte[hidesMessages ? 0 : Math.min(length, MAX_SHOWN_BYTES)];
    bytes.getBytes(index, shown);
    add(
        name,
        json -> {
          writeWho(json, session, at);
          json.name("bytes").value(length);
          if (!hidesMessages) {
            json.name("text").value(new String(shown, StandardCharsets.UTF_8));
            json.name("cut").value(shown.length < length);
          }
        });
  }

  private void add(String name, LiveEvent.Members members) {
    add(new LiveEvent(name, LiveEvent.object(members)));
  }

  private void add(LiveEvent event) {
    if (!queue.offer(event)) {
      full = true;
      missed.increment();
    }
  }

  private static void writeWho(JsonWriter json, Session session, Instant at) throws IOException {
    json.name("session").value(session.id());
    json.name("protocol").value(session.protocol().name().toLowerCase(Locale.ROOT));
    json.name("peer").value(NetUtil.toSocketAddressString(session.peer()));
    json.name("at").value(at.toString());
  }
}
