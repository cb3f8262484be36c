/**
 * Reads results back, adds those of one measurement together, and holds measurements against each
 * other: always by their histograms, never by percentiles.
 */
package acuse.client.bench.compare;
