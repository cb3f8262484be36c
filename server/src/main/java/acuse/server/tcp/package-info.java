/**
 * TCP: the listener, the pipeline of a connection, and the session at its end, which acknowledges,
 * or is forwarded to a target. What faults on purpose do to either is here too.
 */
package acuse.server.tcp;
