/**
 * Makes the class-data archives of both programs, by running each once in its own JVM. Nothing of
 * this is shipped.
 */
package acuse.training;
