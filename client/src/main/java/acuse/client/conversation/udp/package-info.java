/**
 * A conversation in datagrams: retries, the window, and which message a reply belongs to. One
 * thread does it all.
 */
package acuse.client.conversation.udp;
