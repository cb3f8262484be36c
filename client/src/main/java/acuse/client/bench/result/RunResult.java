package acuse.client.bench.result;

import acuse.common.protocol.Protocol;
import java.util.List;

/**
 * The whole result of one protocol, one rate and one repetition.
 *
 * @param run the mark of its messages, eight hexadecimal digits
 * @param protocol the wire
 * @param load what was asked
 * @param step which rate of a staircase, from 1
 * @param repetition which repetition of it, from 1
 * @param startMillis when the first message after the warm-up was due, in milliseconds since 1970
 * @param counts what became of the messages
 * @param lossBurstMax the most messages lost in a row
 * @param reorderExtentMax the greatest reordering extent (RFC 4737, 4.2)
 * @param sentPerSecond messages sent per second of the duration
 * @param answeredPerSecond messages answered per second of the duration
 * @param histograms how long it took
 * @param jitterMicros the interarrival jitter of RFC 3550 at the end; NaN if there is none
 * @param system what the system counted
 * @param valid false if our own sending was too late to trust the latencies
 * @param warnings reasons to look twice
 */
public record RunResult(
    String run,
    Protocol protocol,
    Load load,
    int step,
    int repetition,
    long startMillis,
    Counts counts,
    long lossBurstMax,
    long reorderExtentMax,
    double sentPerSecond,
    double answeredPerSecond,
    Histograms histograms,
    double jitterMicros,
    SystemCounters system,
    boolean valid,
    List<Warning> warnings) {}
