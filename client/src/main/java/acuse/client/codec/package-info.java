/**
 * Bytes and messages: cuts streams into lines and replies, on plain arrays where that makes the
 * program start faster, and writes messages as frames. No sockets, no threads and no clocks.
 */
package acuse.client.codec;
