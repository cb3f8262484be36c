/**
 * Opening the sockets that peers come to: what the listeners share, and why one cannot be opened.
 */
package acuse.server.listen;
