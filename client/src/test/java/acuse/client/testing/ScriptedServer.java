package acuse.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;

/** A TCP server that takes one connection and does with it what a test says. */
public final class ScriptedServer implements AutoCloseable {
  /** The server's part; the connection is closed afterwards. */
  public interface Script {
    void run(Socket socket, InputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocket server;

  public ScriptedServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), script);
  }

  /** Over TLS, if these sockets speak it. */
  public ScriptedServer(ServerSocketFactory sockets, Script script) throws IOException {
    server = sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                script.run(socket, socket.getInputStream(), socket.getOutputStream());
              } catch (IOException e) {
                // The client sees what came of it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Reads up to and with the next LF. */
  public static void readLine(InputStream in) throws IOException {
    int b = in.read();
    while (b >= 0 && b != '\n') {
      b = in.read();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
