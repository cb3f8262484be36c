/** How answers are shown, counted and reported. Drawing at a terminal is in {@code terminal}. */
package acuse.client.output;
