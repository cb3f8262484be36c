package acuse.client.bench.report;

/**
 * One rate of a staircase.
 *
 * @param rate intended messages per second
 * @param p50 in nanoseconds; NaN if there were too few values
 * @param p99 in nanoseconds; NaN if there were too few values
 * @param lossRatio lost messages per intended one
 */
record Step(double rate, double p50, double p99, double lossRatio) {}
