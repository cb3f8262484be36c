package acuse.client.bench.engine;

import acuse.client.bench.result.Load;
import acuse.client.tls.ClientTls;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One run: one protocol, one rate, one repetition.
 *
 * @param protocol the wire
 * @param peer where messages go
 * @param framing of the stream, if the protocol is TCP; not {@link Framing#AUTO}
 * @param inOrder whether replies are told apart by their order, not by the message in them
 * @param tls how TCP is secured; empty for not at all
 * @param load how much is sent, and when
 * @param interval how often the listener is told
 * @param step which rate of a staircase, from 1
 * @param repetition which repetition of it, from 1
 */
public record RunPlan(
    Protocol protocol,
    InetSocketAddress peer,
    Framing framing,
    boolean inOrder,
    Optional<Tls> tls,
    Load load,
    Duration interval,
    int step,
    int repetition) {
  /**
   * How TCP is secured.
   *
   * @param trust the authorities, and our own certificate
   * @param host what the server's certificate is to be valid for: a name or an address
   * @param name the same, if the user gives one apart from the host; the server is asked for it
   */
  public record Tls(ClientTls trust, String host, Optional<String> name) {}
}
