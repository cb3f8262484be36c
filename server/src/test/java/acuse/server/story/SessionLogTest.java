package acuse.server.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.observe.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SessionLogTest {
  private final BlockingQueue<String> complaints = new LinkedBlockingQueue<>();

  private final SessionLog.Listener listener =
      new SessionLog.Listener() {
        @Override
        public void failed(IOException why) {
          complaints.add("failed " + why.getMessage());
        }

        @Override
        public void leftOut(long sessions) {
          complaints.add("left out " + sessions);
        }
      };

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void goesOnBehindWhatAFileHasAndOnlyItsOwnerReadsIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sessions.json");
    for (long id = 1; id <= 2; id++) {
      try (SessionLog log = new SessionLog(SessionLog.append(file), listener)) {
        log.start(List.of());
        log.storyEnded(story(id));
      }
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(StoryJson.line(story(1)), StoryJson.line(story(2)));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(complaints).isEmpty();
  }

  @Test
  void aLineThatWasCutOffDoesNotSpoilTheNext(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("sessions.json"), "{\"schema\":");
    try (SessionLog log = new SessionLog(SessionLog.append(file), listener)) {
      log.start(List.of());
      log.storyEnded(story(1));
    }
    assertThat(Files.readAllLines(file)).containsExactly("{\"schema\":", StoryJson.line(story(1)));
  }

  @Test
  void theFirstLinesComeFirstWhateverHasEndedBefore() {
    Output out = new Output();
    try (SessionLog log = new SessionLog(out, listener)) {
      log.storyEnded(story(1));
      log.start(List.of("first", "second"));
    }
    assertThat(out.text.toString()).isEqualTo("first\nsecond\n" + StoryJson.line(story(1)) + "\n");
  }

  @Test
  void theFirstFailureIsToldOnceAndEndsTheLog() throws Exception {
    Output out = new Output();
    out.failure = new IOException("No space left on device");
    try (SessionLog log = new SessionLog(out, listener)) {
      log.start(List.of("first"));
      assertThat(complaints.poll(20, TimeUnit.SECONDS)).isEqualTo("failed No space left on device");
      log.storyEnded(story(1));
    }
    assertThat(out.text).isEmpty();
    assertThat(complaints).isEmpty();
  }

  @Test
  void storiesWithoutRoomAreCounted() {
    Output out = new Output();
    try (SessionLog log = new SessionLog(out, listener, 2)) {
      for (long id = 1; id <= 5; id++) {
        log.storyEnded(story(id));
      }
      log.start(List.of());
    }
    assertThat(out.text.toString().lines()).hasSize(2);
    assertThat(complaints).containsExactly("left out 3");
  }

  private static SessionStory story(long id) {
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 1);
    Session session = new Session(id, Protocol.UDP, peer, peer, Instant.EPOCH, false);
    return new SessionStory(
        session,
        Optional.empty(),
        Duration.ZERO,
        SideCounts.NONE,
        SideCounts.NONE,
        Optional.empty(),
        StreamEnd.NONE,
        StreamEnd.NONE,
        Optional.empty(),
        0,
        0,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Keeps what is written, or fails. */
  private static final class Output implements WritableByteChannel {
    private final StringBuilder text =
        new StringBuilder(); // of the log's thread, until it is closed
    private volatile IOException failure;

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (failure != null) {
        throw failure;
      }
      int length = bytes.remaining();
      text.append(UTF_8.decode(bytes));
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
