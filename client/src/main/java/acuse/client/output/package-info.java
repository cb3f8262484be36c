/**
 * How answers are shown, counted and reported. What is drawn at a terminal is in {@code terminal}.
 */
package acuse.client.output;
