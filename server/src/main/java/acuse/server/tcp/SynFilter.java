package acuse.server.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes a listening socket deaf to new connections, without closing it. Linux resets the
 * connections that nobody has accepted yet when their listening socket is closed, also those whose
 * handshake is still under way. Without new SYNs there are soon none of them.
 *
 * <pre>
 * SYN                    dropped; the peer sends it again after a second, and is then refused
 * ACK of a handshake     passes, so what has begun is finished
 * </pre>
 *
 * A program for the kernel (socket(7), SO_ATTACH_FILTER; Linux,
 * Documentation/networking/filter.rst) looks at the flags of each segment that comes to the socket.
 * It needs no privilege.
 */
final class SynFilter {
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;

  /** The flags stand in this byte of a TCP header (RFC 9293, section 3.1). */
  private static final int FLAGS_OFFSET = 13;

  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  /** BPF_LD | BPF_B | BPF_ABS. */
  private static final short LOAD_BYTE = 0x30;

  /** BPF_ALU | BPF_AND | BPF_K. */
  private static final short AND = 0x54;

  /** BPF_JMP | BPF_JEQ | BPF_K. */
  private static final short JUMP_IF_EQUAL = 0x15;

  /** BPF_RET | BPF_K: so many bytes of the segment pass. */
  private static final short PASS = 0x06;

  private static final int INSTRUCTIONS = 5;
  private static final int INSTRUCTION_BYTES = 8;

  /** A struct sock_fprog: the number of instructions, padding, and where they are. */
  private static final int PROGRAM_BYTES = 16;

  private static final int PROGRAM_ADDRESS_OFFSET = 8;

  private static final RawUnixChannelOption ATTACH_FILTER =
      new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);

  private SynFilter() {}

  /**
   * From now on {@code listening} takes part in no further handshake. Without epoll, or where the
   * system does not allow it, nothing changes.
   *
   * @param listening a socket of this process alone: others who have it would share the filter
   */
  static void attach(Channel listening) {
    if (!(listening instanceof EpollServerSocketChannel)) {
      return;
    }
    // The kernel copies the instructions, which follow the program that points to them.
    ByteBuffer memory =
        ByteBuffer.allocateDirect(PROGRAM_BYTES + INSTRUCTIONS * INSTRUCTION_BYTES)
            .order(ByteOrder.nativeOrder());
    memory.putShort(0, (short) INSTRUCTIONS);
    memory.putLong(PROGRAM_ADDRESS_OFFSET, Buffer.memoryAddress(memory) + PROGRAM_BYTES);
    memory.position(PROGRAM_BYTES);
    add(memory, LOAD_BYTE, 0, FLAGS_OFFSET);
    add(memory, AND, 0, SYN | ACK);
    add(memory, JUMP_IF_EQUAL, 1, SYN);
    add(memory, PASS, 0, 0);
    add(memory, PASS, 0, -1);
    try {
      listening.config().setOption(ATTACH_FILTER, memory.slice(0, PROGRAM_BYTES));
    } catch (ChannelException e) {
      // The socket stays as it was: what arrives in its last moment is reset.
    }
  }

  /**
   * Adds a struct sock_filter.
   *
   * @param skipUnlessEqual how many instructions a comparison that fails leaves out
   */
  private static void add(ByteBuffer program, short code, int skipUnlessEqual, int operand) {
    program.putShort(code).put((byte) 0).put((byte) skipUnlessEqual).putInt(operand);
  }
}
