/**
 * {@code client ping}: shows what became of each single message, over TCP, UDP or both side by
 * side. The messages are those of the bench's engine; a connection for each is made here.
 */
package acuse.client.ping;
