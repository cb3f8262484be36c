/** Texts for people: the two languages, and text that is safe to show at a terminal. */
package acuse.common.text;
