/**
 * The figures that a histogram is summed up in, for every form of output alike: which percentiles
 * are given, how they are rounded, and how people read them.
 */
package acuse.client.bench.summary;
