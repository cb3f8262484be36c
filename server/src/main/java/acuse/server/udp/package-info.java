/**
 * UDP: sockets on each event loop, the guard against forged senders, and the handler that answers.
 */
package acuse.server.udp;
