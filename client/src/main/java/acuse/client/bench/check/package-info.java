/**
 * The conditions of {@code --fail-if}: read from their text, held against a result, and told in a
 * sentence. A condition that is true fails the run, and so does one that cannot be decided.
 */
package acuse.client.bench.check;
