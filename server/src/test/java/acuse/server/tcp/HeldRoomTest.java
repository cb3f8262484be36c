package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.guard.BufferBudget;
import acuse.server.impair.HeldMessages;
import acuse.server.testing.EmbeddedConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldRoomTest {
  private static final int EVENT_LOOPS = 2;

  private final EmbeddedConnection connection = new EmbeddedConnection();
  private final HeldMessages limit = new HeldMessages();
  private final BufferBudget budget = new BufferBudget();
  private final HeldRoom room = new HeldRoom(limit, budget, EVENT_LOOPS, connection.eventLoop());
  private final List<String> turns = new ArrayList<>();

  @BeforeEach
  void freeze() {
    connection.freezeTime();
  }

  @AfterEach
  void close() {
    connection.close();
  }

  /** Each event loop may find room before the others count what they hold. */
  @Test
  void oneMessageOfEachEventLoopFitsWhenThereIsRoom() {
    limit.change(HeldMessages.MAX - EVENT_LOOPS);
    assertThat(room.isAny()).isTrue();
    limit.change(1);
    assertThat(room.isAny()).isFalse();
  }

  @Test
  void thereIsNoRoomWhereMemoryIsShort() {
    budget.setMaxBytes(1000);
    budget.change(0, 990);
    limit.change(1);
    assertThat(room.isAny()).isFalse();
    budget.change(990, 100);
    assertThat(room.isAny()).isTrue();
  }

  /** For else nothing that is released would ever make room. */
  @Test
  void whereNothingIsHeldThereIsRoomWhateverElseTakesTheMemory() {
    budget.setMaxBytes(1000);
    budget.change(0, 990);
    assertThat(room.isAny()).isTrue();
  }

  @Test
  void theOneThatCameFirstIsServedFirstAndOneTurnIsForEach() {
    limit.change(HeldMessages.MAX);
    room.await(() -> takeAllRoom("first"));
    room.await(() -> takeAllRoom("second"));
    look();
    assertThat(turns).isEmpty();
    limit.change(-5);
    look();
    assertThat(turns).containsExactly("first");
    limit.change(-5);
    look();
    assertThat(turns).containsExactly("first", "second");
    limit.change(-5);
    look();
    assertThat(turns).containsExactly("first", "second", "first");
  }

  private void takeAllRoom(String who) {
    turns.add(who);
    while (room.isAny()) {
      limit.change(1);
    }
    room.await(() -> takeAllRoom(who));
  }

  private void look() {
    connection.advanceTimeBy(10, TimeUnit.MILLISECONDS);
    connection.runPendingTasks();
  }
}
