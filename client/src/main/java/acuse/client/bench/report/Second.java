package acuse.client.bench.report;

/**
 * One interval of a run, as the charts over time show it.
 *
 * @param from its begin, in seconds from the beginning of the report's time
 * @param to its end, in the same
 * @param p50 in nanoseconds; NaN if there were too few values
 * @param high a high percentile in nanoseconds; NaN if there were too few values
 * @param max in nanoseconds; NaN if there were no values
 * @param lossRatio lost messages per intended one
 */
record Second(double from, double to, double p50, double high, double max, double lossRatio) {
  double middle() {
    return (from + to) / 2;
  }
}
