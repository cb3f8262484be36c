/**
 * Cuts messages out of a stream of bytes, on Netty's buffers, by one decoder for each framing; and
 * says how a text becomes a frame. No sockets and no clocks.
 */
package acuse.common.codec;
