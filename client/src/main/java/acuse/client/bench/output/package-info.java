/** The result of a measurement as text, as lines of JSON, and in files. */
package acuse.client.bench.output;
