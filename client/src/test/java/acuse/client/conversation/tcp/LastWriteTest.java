package acuse.client.conversation.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The system tells of a reset only once, either to the reader of a socket or to its writer. */
class LastWriteTest {
  private final LastWrite lastWrite = new LastWrite();

  @Test
  void aWriteThatIsResetIsToldOf() throws Exception {
    assertThat(lastWrite.wasReset()).isFalse();
    lastWrite.begun();
    lastWrite.ended(null);
    assertThat(lastWrite.wasReset()).isFalse();
    lastWrite.begun();
    lastWrite.ended(new SocketException("Connection reset by peer"));
    assertThat(lastWrite.wasReset()).isTrue();
  }

  /** Linux says so if a FIN came first, or if the receiver has been told of the reset. */
  @Test
  void aBrokenPipeIsNoReset() throws Exception {
    lastWrite.begun();
    lastWrite.ended(new SocketException("Broken pipe"));
    assertThat(lastWrite.wasReset()).isFalse();
  }

  @Test
  void aWriteUnderWayIsWaitedFor() throws Exception {
    lastWrite.begun();
    CompletableFuture<Boolean> reset =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return lastWrite.wasReset();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    lastWrite.ended(new SocketException("Connection reset by peer"));
    assertThat(reset.get()).isTrue();
  }

  @Test
  void aPeerThatHoldsUpAWriteDoesNotHoldUpTheEnd() throws Exception {
    lastWrite.begun();
    assertThat(lastWrite.wasReset()).isFalse();
  }
}
