/** The events of a server: sessions as values, and the one interface for observers. */
package acuse.server.observe;
