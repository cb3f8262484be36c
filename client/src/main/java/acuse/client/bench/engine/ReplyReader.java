package acuse.client.bench.engine;

import io.netty.buffer.ByteBuf;

/** Finds replies in what a flow received. Keeps no reference to the buffer. */
interface ReplyReader {
  /** Reads all of {@code in}: on TCP the next bytes of the stream, on UDP a datagram. */
  void read(ByteBuf in, long now);

  /** Is told of the replies that were found. */
  interface Sink {
    /**
     * A reply with a number that can be believed.
     *
     * @param whole whether the probe is whole and the bytes around it are the usual ones
     */
    void replied(long sequence, boolean whole, long now);

    /** This run's mark, with a number that cannot be believed. */
    void unreadable();

    /** A rejection, which has nothing of its message. */
    void rejected();

    /** A reply that is told apart by its place alone. */
    void repliedInOrder(long now);

    /** Bytes that have nothing to do with this run. */
    void stray();
  }
}
