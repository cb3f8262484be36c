/**
 * The core of the server: what a message means, and the bytes of its reply. The same for both
 * wires.
 */
package acuse.server.reply;
