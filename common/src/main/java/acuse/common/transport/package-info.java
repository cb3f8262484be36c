/**
 * The ways to wait for sockets that Netty offers (epoll, io_uring, kqueue, nio), and the buffers
 * that event loops read into. For whoever opens sockets by Netty; knows nothing of messages.
 */
package acuse.common.transport;
