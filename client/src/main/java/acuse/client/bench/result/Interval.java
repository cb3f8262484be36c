package acuse.client.bench.result;

import acuse.common.protocol.Protocol;

/**
 * A part of a run while it is going on.
 *
 * @param protocol the wire
 * @param step which rate of a staircase, from 1
 * @param repetition which repetition of it, from 1
 * @param fromSeconds its begin after the end of the warm-up
 * @param toSeconds its end after the end of the warm-up
 * @param counts messages whose fate was decided within it
 * @param histograms of replies that came within it
 */
public record Interval(
    Protocol protocol,
    int step,
    int repetition,
    double fromSeconds,
    double toSeconds,
    Counts counts,
    Histograms histograms) {}
