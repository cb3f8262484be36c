/**
 * Cuts messages out of a stream of bytes, on Netty's buffers. One decoder for each framing; no
 * sockets and no clocks.
 */
package acuse.common.codec;
