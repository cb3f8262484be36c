/**
 * Forwarding to a target: which program it is, where its name leads, and how it may not be this
 * server itself. How bytes and datagrams get there is the business of {@code server.tcp} and {@code
 * server.udp}.
 */
package acuse.server.forward;
