package acuse.client.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * The socket below TLS. Its end of stream is a failure: TLS stops reading after a close_notify, so
 * a read that reaches FIN means that none came. The JDK would take the FIN for a close_notify.
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
