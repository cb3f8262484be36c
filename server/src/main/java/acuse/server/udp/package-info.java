/**
 * UDP: sockets on each event loop, the guard against forged senders, the handlers that answer,
 * those that forward, and those for faults on purpose.
 */
package acuse.server.udp;
