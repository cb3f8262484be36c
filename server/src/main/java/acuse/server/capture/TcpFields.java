package acuse.server.capture;

/**
 * What a drawn TCP header says (RFC 9293, section 3.1).
 *
 * @param sequence of its first byte, modulo 2^32
 * @param acknowledged what is expected next from the other side; 0 without {@link #ACK}
 * @param flags of these
 */
record TcpFields(int sequence, int acknowledged, int flags) {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int PSH = 0x08;
  static final int ACK = 0x10;

  boolean isSyn() {
    return (flags & SYN) != 0;
  }
}
