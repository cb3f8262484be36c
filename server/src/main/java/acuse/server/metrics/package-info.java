/**
 * The counters of a server, and the page that Prometheus reads them from. The limits have theirs in
 * the package of the limits.
 */
package acuse.server.metrics;
