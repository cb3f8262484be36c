package acuse.server.tcp;

import io.netty.buffer.ByteBuf;

/**
 * A reply that faults on purpose may act on.
 *
 * @param number counts the replies of its session, from 1
 * @param bytes as they are to be sent; whoever takes the reply releases them
 */
record NumberedReply(long number, ByteBuf bytes) {}
