/**
 * A conversation over one connection, on blocking sockets: one thread sends, one receives, and one
 * keeps the account.
 */
package acuse.client.conversation.tcp;
