/**
 * A conversation, whatever the protocol: the messages that go in and the answers that come out. How
 * they travel is in {@code tcp} and {@code udp}.
 */
package acuse.client.conversation;
