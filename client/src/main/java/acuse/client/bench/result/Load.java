package acuse.client.bench.result;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one run was asked to send.
 *
 * @param rate messages per second; empty for a closed loop, {@code --rate max}
 * @param poisson whether gaps are exponentially distributed; otherwise all are equal
 * @param seed of the gaps, if they are
 * @param duration without the warm-up
 * @param warmup before the duration, by the intended times; its messages count nowhere
 * @param connections sockets, and so source ports
 * @param window messages in flight per connection, in a closed loop; otherwise 0
 * @param sizeBytes of a message
 * @param timeout after which a message without a reply is lost
 */
public record Load(
    OptionalDouble rate,
    boolean poisson,
    OptionalLong seed,
    Duration duration,
    Duration warmup,
    int connections,
    int window,
    int sizeBytes,
    Duration timeout) {}
