/**
 * What is told of a server: sessions as values, and the one interface for whoever wants to know.
 */
package acuse.server.observe;
