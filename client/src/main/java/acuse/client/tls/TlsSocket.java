package acuse.client.tls;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/**
 * A secure connection that behaves like a plain one in what a conversation does with it: reading,
 * writing, half-close and close. Every failed read or write is a {@link TlsException}.
 */
final class TlsSocket extends Socket {
  private static final String HALF_CLOSING_VERSION = "TLSv1.3";

  /** The JDK's close waits for a writer whom the peer holds up, unless told for how long. */
  private static final int CLOSE_LIMIT_SECONDS = 1;

  private final SSLSocket tls;
  private final Socket tcp;
  private final boolean showedCertificate;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean closed;

  /** Both streams are had now: later, once the server has sent an alert, the JDK has none. */
  TlsSocket(SSLSocket tls, Socket tcp, boolean showedCertificate) throws IOException {
    this.tls = tls;
    this.tcp = tcp;
    this.showedCertificate = showedCertificate;
    this.in = readingFrom(tls.getInputStream());
    this.out = writingTo(tls.getOutputStream());
    tcp.setSoLinger(true, CLOSE_LIMIT_SECONDS);
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  /**
   * Sends close_notify. TLS 1.2 has no half-close: a server would answer it with its own, and drop
   * the replies that are still to come (RFC 5246, section 7.2.1). So there it is left for the end.
   */
  @Override
  public void shutdownOutput() throws IOException {
    if (tls.getSession().getProtocol().equals(HALF_CLOSING_VERSION)) {
      tls.shutdownOutput();
    }
  }

  /** For reads. */
  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    tls.setSoTimeout(millis);
  }

  /**
   * With TLS 1.3, a server looks at our certificate, or its lack, when the handshake is over for
   * us: waits for what it says to it. Our end of stream makes most servers say something at once.
   *
   * @param limit how long to wait; a server that says nothing by then does want us
   * @throws TlsException if it does not want us
   */
  void awaitConsent(Duration limit) throws IOException {
    if (tls.getSession().getProtocol().equals(HALF_CLOSING_VERSION)) {
      try {
        tls.shutdownOutput();
        tls.setSoTimeout((int) Math.max(1, limit.toMillis()));
        in.read(new byte[1]);
      } catch (TlsException e) {
        if (e.problem() != TlsException.Problem.CUT) {
          throw e;
        }
      } catch (SocketTimeoutException e) {
        // It says nothing.
      }
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    try (tcp) {
      tls.close();
    }
  }

  private InputStream readingFrom(InputStream decrypted) {
    return new FilterInputStream(decrypted) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          return super.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
          throw e;
        } catch (IOException e) {
          throw TlsException.ofConnection(e, showedCertificate);
        }
      }
    };
  }

  private OutputStream writingTo(OutputStream encrypting) {
    return new FilterOutputStream(encrypting) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        try {
          out.write(buffer, offset, length);
        } catch (IOException e) {
          throw TlsException.ofConnection(e, showedCertificate);
        }
      }
    };
  }
}
