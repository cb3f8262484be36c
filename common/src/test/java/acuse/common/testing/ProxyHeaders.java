package acuse.common.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;

/** PROXY headers, byte by byte as the protocol's specification has them. */
public final class ProxyHeaders {
  /** Version 2: the connection is the proxy's own, or somebody's. */
  public static final int LOCAL = 0x20;

  public static final int PROXY = 0x21;

  /** Version 2: address family and transport. */
  public static final int TCP4 = 0x11;

  public static final int UDP4 = 0x12;
  public static final int TCP6 = 0x21;

  private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);

  private static final int SERVER_PORT = 65_432;

  private ProxyHeaders() {}

  /** Version 1, whatever it says. */
  public static byte[] line(String text) {
    return (text + "\r\n").getBytes(ISO_8859_1);
  }

  /**
   * Version 2: signature, version and command, family, length, addresses, ports, extras.
   *
   * @param source is the destination, too
   * @param extras what stands after the ports
   */
  public static byte[] binary(
      int command, int family, InetAddress source, int port, byte... extras) {
    byte[] address = source.getAddress();
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(SIGNATURE);
    header.write(command);
    header.write(family);
    header.writeBytes(twoBytes(2 * address.length + 2 * Short.BYTES + extras.length));
    header.writeBytes(address);
    header.writeBytes(address);
    header.writeBytes(twoBytes(port));
    header.writeBytes(twoBytes(SERVER_PORT));
    header.writeBytes(extras);
    return header.toByteArray();
  }

  private static byte[] twoBytes(int number) {
    return new byte[] {(byte) (number >> Byte.SIZE), (byte) number};
  }
}
