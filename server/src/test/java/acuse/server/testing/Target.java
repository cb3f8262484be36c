package acuse.server.testing;

import acuse.server.forward.ForwardTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;

/** A program that a server forwards TCP to: a plain socket that knows nothing of Acuse. */
public final class Target implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final ServerSocket socket;

  private Target(ServerSocket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public static Target open() throws IOException {
    return new Target(ServerSocketChannel.open().socket());
  }

  /** One whose system takes little that the program has not read. */
  public static Target withSmallBuffer() throws IOException {
    ServerSocket socket = ServerSocketChannel.open().socket();
    socket.setReceiveBufferSize(4096);
    return new Target(socket);
  }

  /** Where it is, as the configuration names it. */
  public ForwardTarget address() {
    return new ForwardTarget("127.0.0.1", socket.getLocalPort());
  }

  /** The next connection, after waiting for it. */
  public Peer.TcpPeer accept() throws IOException {
    return Peer.accepted(socket.accept());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
