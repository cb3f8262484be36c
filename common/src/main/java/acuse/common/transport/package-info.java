/**
 * The ways to wait for sockets that Netty offers (epoll, io_uring, kqueue, nio), and the buffers
 * that event loops read into. For code that opens sockets by Netty; it knows nothing of messages.
 */
package acuse.common.transport;
