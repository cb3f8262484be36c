/**
 * The report of a measurement as one HTML page: inline SVG, no script, no style sheet, nothing from
 * elsewhere, so that it opens in mail and behind a strict content policy (CSP Level 3).
 */
package acuse.client.bench.report;
