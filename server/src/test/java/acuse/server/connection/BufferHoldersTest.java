package acuse.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.guard.BufferBudget;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferHoldersTest {
  private final BufferBudget budget = new BufferBudget();
  private final LimitCounters counters = new LimitCounters();
  private final List<BufferHolders> loops = new ArrayList<>();

  BufferHoldersTest() {
    budget.setMaxBytes(1000);
    for (int i = 0; i < 2; i++) {
      loops.add(new BufferHolders(budget, counters, ImmediateEventExecutor.INSTANCE, loops));
    }
  }

  /** A connection, and what it has been told to hold. */
  private final class Holder {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ConnectionBuffers.Part part;

    Holder(int loop) {
      part = loops.get(loop).open(channel).newPart();
    }

    Holder holding(long bytes) {
      part.set(bytes);
      return this;
    }

    boolean isOpen() {
      return channel.isOpen();
    }
  }

  @Test
  void whatIsWithinTheBudgetIsHeld() {
    Holder one = new Holder(0).holding(600);
    Holder other = new Holder(1).holding(400);
    assertThat(budget.heldBytes()).isEqualTo(1000);
    assertThat(one.isOpen()).isTrue();
    assertThat(other.isOpen()).isTrue();
  }

  @Test
  void theLargestAreResetUntilOneEighthIsFree() {
    Holder largest = new Holder(0).holding(500);
    Holder large = new Holder(0).holding(400);
    Holder small = new Holder(0).holding(10);
    new Holder(0).holding(91);
    assertThat(largest.isOpen()).isFalse();
    assertThat(large.isOpen()).isTrue();
    assertThat(small.isOpen()).isTrue();
    assertThat(budget.heldBytes()).isEqualTo(501);
    assertThat(counters.totals()).containsEntry(Limit.BUFFERED_BYTES, 1L);
  }

  @Test
  void theOneThatAsksForMoreIsResetIfItIsTheLargest() {
    Holder small = new Holder(0).holding(100);
    Holder greedy = new Holder(0).holding(2000);
    assertThat(greedy.isOpen()).isFalse();
    assertThat(small.isOpen()).isTrue();
    assertThat(budget.heldBytes()).isEqualTo(100);
  }

  @Test
  void whoHoldsLittleIsSafeEvenAsTheLargestOfAnEventLoop() {
    Holder large = new Holder(1).holding(990);
    Holder small = new Holder(0).holding(20);
    assertThat(small.isOpen()).isTrue();
    assertThat(large.isOpen()).as("the other event loop was asked").isFalse();
  }

  @Test
  void oneThatFillsTheBudgetByItselfIsResetWhenAnotherComes() {
    Holder one = new Holder(0).holding(1000);
    Holder other = new Holder(1).holding(1000);
    assertThat(one.isOpen()).isFalse();
    assertThat(other.isOpen()).isFalse();
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  void roomForANewcomerIsMadeAtTheCostOfThoseThatHoldMuchMore() {
    Holder large = new Holder(0).holding(600);
    Holder other = new Holder(1).holding(395);
    assertThat(loops.get(0).makeRoomFor(10)).isTrue();
    assertThat(large.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
  }

  @Test
  void roomForANewcomerIsNotMadeAtTheCostOfItsLike() {
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      holders.add(new Holder(i % 2).holding(100));
    }
    assertThat(loops.get(0).makeRoomFor(100)).isFalse();
    assertThat(holders).allMatch(Holder::isOpen);
    assertThat(counters.totals()).containsEntry(Limit.BUFFERED_BYTES, 0L);
  }

  @Test
  void whatAClosedConnectionHeldIsFree() {
    Holder one = new Holder(0).holding(700);
    one.channel.close();
    assertThat(budget.heldBytes()).isZero();
    one.holding(900); // its handlers find out later
    assertThat(budget.heldBytes()).isZero();
    assertThat(budget.averageBytes()).isZero();
  }
}
