/**
 * Shared by the handlers of a TCP connection: the events between them, the end at the socket, and
 * the count of the bytes that a connection holds.
 */
package acuse.server.connection;
