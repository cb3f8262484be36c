package acuse.server.story;

import acuse.server.observe.ServerObserver;
import acuse.server.output.OutputQueue;
import acuse.server.output.PrivateFile;
import acuse.server.output.WholeWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a line for each session that has ended, on a thread of its own.
 *
 * <pre>
 * event loops ─→ stories ─→ bounded queue ─→ its thread ─→ {@link StoryJson} ─→ file or pipe
 * </pre>
 *
 * <p>Stories for which the queue has no room are left out, and counted. The first failure to write
 * ends the log, and nothing else.
 */
public final class SessionLog
    implements ServerObserver, AutoCloseable, OutputQueue.Writer<SessionStory> {
  /** Some 10 MB when full. */
  private static final int MAX_STORIES = 8192;

  private static final int WRITE_CHARS = 64 * 1024;

  /** Is told what is missing in the log. */
  public interface Listener {
    /** Nothing more is written. Told once, on the log's thread. */
    void failed(IOException why);

    /** So many sessions were left out, for the output was too slow. Told once, at the end. */
    void leftOut(long sessions);
  }

  private final WritableByteChannel out;
  private final Listener listener;
  private final OutputQueue<SessionStory> queue;
  private final AtomicLong leftOut = new AtomicLong();
  private final StringBuilder text = new StringBuilder();
  private volatile boolean failed;

  /**
   * Writes nothing before {@link #start}.
   *
   * @param out closed with this
   */
  public SessionLog(WritableByteChannel out, Listener listener) {
    this(out, listener, MAX_STORIES);
  }

  /** The same, with a queue of so many. */
  SessionLog(WritableByteChannel out, Listener listener, int maxStories) {
    this.out = out;
    this.listener = listener;
    this.queue = new OutputQueue<>("acuse-sessions", maxStories, Duration.ZERO, this);
  }

  /**
   * Opens a file that only its owner can read, and goes on behind what it has. A last line that is
   * not whole, because its writer was killed, gets its end first.
   */
  public static FileChannel append(Path file) throws IOException {
    FileChannel out = PrivateFile.append(file);
    try {
      if (Files.isRegularFile(file) && out.size() > 0 && !endsInLf(file, out.size())) {
        out.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    } catch (IOException e) {
      out.close();
      throw e;
    }
    return out;
  }

  private static boolean endsInLf(Path file, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      in.read(last, size - 1);
    }
    return last.get(0) == '\n';
  }

  /** Begins to write: first these lines, and then stories. */
  public void start(List<String> firstLines) {
    firstLines.forEach(line -> text.append(line).append('\n'));
    queue.start();
    queue.wake();
  }

  @Override
  public Set<Event> wants() {
    return EnumSet.of(Event.STORY);
  }

  @Override
  public void storyEnded(SessionStory story) {
    if (!failed && !queue.offer(story)) {
      leftOut.incrementAndGet();
    }
  }

  @Override
  public boolean write(Queue<SessionStory> queued) {
    SessionStory story = queued.poll();
    while (story != null) {
      if (!failed) {
        text.append(StoryJson.line(story)).append('\n');
      }
      story = text.length() < WRITE_CHARS ? queued.poll() : null;
    }
    if (text.length() == 0) {
      return false;
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    text.setLength(0);
    try {
      WholeWrite.to(out, bytes);
    } catch (IOException e) {
      failed = true;
      listener.failed(e);
    }
    return true;
  }

  /** Writes what is queued, unless the output is stuck. */
  @Override
  public void close() {
    queue.close();
    if (leftOut.get() > 0) {
      listener.leftOut(leftOut.get());
    }
    if (!queue.isRunning()) {
      try {
        out.close();
      } catch (IOException e) {
        listener.failed(e);
      }
    } // else the thread, a daemon, ends with the program
  }
}
