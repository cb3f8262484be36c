/** TCP: the listener, the pipeline of a connection, and the session at its end. */
package acuse.server.tcp;
