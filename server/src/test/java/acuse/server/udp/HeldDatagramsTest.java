package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.guard.BufferBudget;
import org.junit.jupiter.api.Test;

class HeldDatagramsTest {
  private final BufferBudget budget = new BufferBudget();
  private final HeldDatagrams held = new HeldDatagrams(budget);

  HeldDatagramsTest() {
    budget.setMaxBytes(1000);
  }

  @Test
  void theyAreInTheBudgetWhileTheyAreHeld() {
    assertThat(held.hold(600)).isTrue();
    assertThat(held.isAny()).isTrue();
    assertThat(budget.heldBytes()).isEqualTo(600);
    held.release(600);
    assertThat(held.isAny()).isFalse();
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  void theyTakeNoMemoryFromConnections() {
    budget.change(0, 500);
    assertThat(held.hold(500)).isTrue();
    assertThat(held.hold(1)).isFalse();
    assertThat(budget.averageBytes()).as("of a connection").isEqualTo(500);
  }
}
