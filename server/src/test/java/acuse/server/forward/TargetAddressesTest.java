package acuse.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** With a resolver, threads and a time of its own. */
class TargetAddressesTest {
  private final Queue<Runnable> lookups = new ArrayDeque<>();
  private List<String> known = List.of("192.0.2.1");
  private int asked;
  private long nowNanos;

  @Test
  void aNameThatIsNotKnownIsAnError() {
    known = List.of();
    assertThatThrownBy(this::lookUp).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void keepsTheOrderOfTheResolver() throws Exception {
    known = List.of("2001:db8::1", "192.0.2.1");
    assertThat(lookUp().addresses()).containsExactly(at("2001:db8::1"), at("192.0.2.1"));
  }

  @Test
  void looksAgainOnAnotherThread() throws Exception {
    TargetAddresses addresses = lookUp();
    known = List.of("192.0.2.2");
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    assertThat(addresses.addresses()).containsExactly(at("192.0.2.1"));
    lookups.remove().run();
    assertThat(addresses.addresses()).containsExactly(at("192.0.2.2"));
  }

  @Test
  void looksOnceAtATimeAndOncePerSecond() throws Exception {
    TargetAddresses addresses = lookUp();
    addresses.lookAgain();
    assertThat(lookups).as("it has just been looked up").isEmpty();
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    assertThat(lookups).as("one is looking").hasSize(1);
    lookups.remove().run();
    pass(Duration.ofMillis(999));
    addresses.lookAgain();
    assertThat(lookups).as("less than a second after its answer").isEmpty();
    pass(Duration.ofMillis(1));
    addresses.lookAgain();
    assertThat(lookups).hasSize(1);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aLookupThatFindsNothingChangesNothing() throws Exception {
    TargetAddresses addresses = lookUp();
    known = List.of();
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    lookups.remove().run();
    assertThat(addresses.addresses()).containsExactly(at("192.0.2.1"));
    known = List.of("192.0.2.2");
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    lookups.remove().run();
    assertThat(addresses.addresses()).containsExactly(at("192.0.2.2"));
  }

  /** A name that leads to this server some day would make forwarding endless. */
  @Test
  void addressesThatAreShutOutAreNotTaken() throws Exception {
    TargetAddresses addresses = lookUp();
    addresses.shutOut(address -> address.getAddress().isLoopbackAddress());
    known = List.of("127.0.0.1");
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    lookups.remove().run();
    assertThat(addresses.addresses()).containsExactly(at("192.0.2.1"));
    known = List.of("127.0.0.1", "192.0.2.3");
    pass(Duration.ofSeconds(1));
    addresses.lookAgain();
    lookups.remove().run();
    assertThat(addresses.addresses()).containsExactly(at("192.0.2.3"));
  }

  private TargetAddresses lookUp() throws UnknownHostException {
    return TargetAddresses.lookUp(
        new ForwardTarget("target.example", 80), this::resolve, lookups::add, () -> nowNanos);
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    asked++;
    if (known.isEmpty()) {
      throw new UnknownHostException(host);
    }
    InetAddress[] found = new InetAddress[known.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(known.get(i));
    }
    return found;
  }

  private void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  private static InetSocketAddress at(String address) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), 80);
  }
}
