package acuse.client.bench.engine;

import acuse.common.protocol.Protocol;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A server on loopback that answers as it is told, with nothing but Java's sockets. */
final class TinyServer implements Closeable {
  private final Closeable socket;
  private final InetSocketAddress address;

  private TinyServer(Closeable socket, int port) {
    this.socket = socket;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  InetSocketAddress address() {
    return address;
  }

  /**
   * Answers each message.
   *
   * @param replies of a message, without its line ending: any number
   */
  static TinyServer start(Protocol protocol, Function<byte[], List<byte[]>> replies)
      throws IOException {
    return protocol == Protocol.TCP ? lines(replies) : datagrams(replies);
  }

  static TinyServer datagrams(Function<byte[], List<byte[]>> replies) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    start(
        () -> {
          byte[] bytes = new byte[Protocol.MAX_DATAGRAM_BYTES];
          while (true) {
            DatagramPacket message = new DatagramPacket(bytes, bytes.length);
            socket.receive(message);
            for (byte[] reply : replies.apply(Arrays.copyOf(bytes, message.getLength()))) {
              socket.send(new DatagramPacket(reply, reply.length, message.getSocketAddress()));
            }
          }
        });
    return new TinyServer(socket, socket.getLocalPort());
  }

  /** Lines over TCP, each reply with an LF. */
  static TinyServer lines(Function<byte[], List<byte[]>> replies) throws IOException {
    return connections(
        connection -> {
          InputStream in = connection.getInputStream();
          OutputStream out = connection.getOutputStream();
          byte[] line = new byte[Protocol.MAX_DATAGRAM_BYTES];
          int length = 0;
          byte[] read = new byte[8 * 1024];
          int count;
          while ((count = in.read(read)) > 0) {
            for (int i = 0; i < count; i++) {
              if (read[i] != '\n') {
                line[length++] = read[i];
                continue;
              }
              for (byte[] reply : replies.apply(Arrays.copyOf(line, length))) {
                byte[] framed = Arrays.copyOf(reply, reply.length + 1);
                framed[reply.length] = '\n';
                out.write(framed);
              }
              length = 0;
            }
          }
        });
  }

  /** Serves each connection on a thread of its own, and closes it then. */
  static TinyServer connections(Service service) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            Socket connection = listening.accept();
            start(
                () -> {
                  try (connection) {
                    connection.setTcpNoDelay(true);
                    service.serve(connection);
                  }
                });
          }
        });
    return new TinyServer(listening, listening.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException closed) {
                // The test is over, or the peer has gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** What is done with a connection. */
  interface Service {
    void serve(Socket connection) throws IOException;
  }

  private interface Task {
    void run() throws IOException;
  }
}
