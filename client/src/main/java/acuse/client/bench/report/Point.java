package acuse.client.bench.report;

/**
 * A value of a chart.
 *
 * @param x in the measure of the scale from left to right
 * @param y in the measure of the scale from bottom to top; NaN if there is none here
 */
record Point(double x, double y) {}
