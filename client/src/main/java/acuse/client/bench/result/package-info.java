/** The result of a measurement as values: what was asked, what became of it, how long it took. */
package acuse.client.bench.result;
