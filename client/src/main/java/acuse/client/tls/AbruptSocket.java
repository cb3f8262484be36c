package acuse.client.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * The socket below TLS: its end is a failure. TLS reads no further after a close_notify; whoever
 * reads as far as a FIN has had none, and the JDK would take the one for the other.
 */
final class AbruptSocket extends Socket {
  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read < 0) {
          throw new SocketException("end of stream without close_notify");
        }
        return read;
      }
    };
  }
}
