package acuse.client.conversation.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is told of a reset: the system tells only one of the two who use a socket. */
class TcpProgressTest {
  private final TcpProgress progress = new TcpProgress(new Outstanding(1), false);

  @Test
  void aWriteThatIsResetIsToldOf() throws Exception {
    assertThat(progress.wasWriteReset()).isFalse();
    progress.beginsWriting();
    progress.endsWriting(null);
    assertThat(progress.wasWriteReset()).isFalse();
    progress.beginsWriting();
    progress.endsWriting(new SocketException("Connection reset by peer"));
    assertThat(progress.wasWriteReset()).isTrue();
  }

  /** Linux says so if a FIN came first, or if the receiver has been told of the reset. */
  @Test
  void aBrokenPipeIsNoReset() throws Exception {
    progress.beginsWriting();
    progress.endsWriting(new SocketException("Broken pipe"));
    assertThat(progress.wasWriteReset()).isFalse();
  }

  @Test
  void aWriteUnderWayIsWaitedFor() throws Exception {
    progress.beginsWriting();
    CompletableFuture<Boolean> reset =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return progress.wasWriteReset();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    progress.endsWriting(new SocketException("Connection reset by peer"));
    assertThat(reset.get()).isTrue();
  }

  @Test
  void aPeerThatHoldsUpAWriteDoesNotHoldUpTheEnd() throws Exception {
    progress.beginsWriting();
    assertThat(progress.wasWriteReset()).isFalse();
  }
}
