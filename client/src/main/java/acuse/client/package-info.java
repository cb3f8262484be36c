/**
 * The program {@code client}: its command line, and the exit status. No sockets, and no bytes of
 * messages.
 */
package acuse.client;
