package acuse.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.server.forward.ForwardTarget;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A program that a server forwards TCP to: it answers each line as a server does that acknowledges,
 * on blocking sockets, with a thread for each connection. While its answers are not taken, it reads
 * nothing.
 */
final class AnsweringTarget implements AutoCloseable {
  private static final byte[] ANSWER = "Servidor TCP recibió: ".getBytes(UTF_8);
  private static final int BACKLOG = 200;

  private final ServerSocket socket = new ServerSocket();

  private AnsweringTarget() throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    start(this::acceptAll);
  }

  static AnsweringTarget start() throws IOException {
    return new AnsweringTarget();
  }

  ForwardTarget address() {
    return new ForwardTarget("127.0.0.1", socket.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = socket.accept();
        start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private static void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = connection.getInputStream();
      OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 1 << 16);
      byte[] read = new byte[1 << 16];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int count = in.read(read);
      while (count >= 0) {
        for (int i = 0; i < count; i++) {
          line.write(read[i]);
          if (read[i] == '\n') {
            answer(out, line);
          }
        }
        out.flush();
        count = in.read(read);
      }
      if (line.size() > 0) {
        answer(out, line);
        out.flush();
      }
    } catch (IOException reset) {
      // This session is over.
    }
  }

  private static void answer(OutputStream out, ByteArrayOutputStream line) throws IOException {
    out.write(ANSWER);
    line.writeTo(out);
    line.reset();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "target");
    thread.setDaemon(true);
    thread.start();
  }
}
