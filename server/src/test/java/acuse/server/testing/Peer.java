package acuse.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A stranger with a plain socket, who knows nothing of Acuse. */
public abstract class Peer implements AutoCloseable {
  /** Long enough for the slowest machine; nothing waits this long unless it fails. */
  private static final int TIMEOUT_MILLIS = 20_000;

  /** A stranger who speaks {@code protocol} to {@code server}. */
  public static Peer of(Protocol protocol, AcuseServer server) throws IOException {
    return of(protocol, server, "127.0.0.1");
  }

  /** The same, from an address of this machine. */
  public static Peer of(Protocol protocol, AcuseServer server, String from) throws IOException {
    InetSocketAddress local = new InetSocketAddress(from, 0);
    return protocol == Protocol.TCP
        ? new TcpPeer(connect(local, server.tcpAddress()))
        : new UdpPeer(local, server.udpAddress());
  }

  /** One connected over TCP. */
  public static TcpPeer tcp(InetSocketAddress address) throws IOException {
    return new TcpPeer(SocketChannel.open(address).socket());
  }

  /** The other end of a connection that was accepted. */
  static TcpPeer accepted(Socket socket) throws IOException {
    return new TcpPeer(socket);
  }

  /** One who speaks TLS as {@code sockets} do; {@code version} is such as TLSv1.3. */
  public static TcpPeer tls(InetSocketAddress address, SSLSocketFactory sockets, String version)
      throws IOException {
    return tlsBehind("", address, sockets, version);
  }

  /** The same, behind a proxy who says {@code header} first. */
  public static TcpPeer tlsBehind(
      String header, InetSocketAddress address, SSLSocketFactory sockets, String version)
      throws IOException {
    Socket plain = SocketChannel.open(address).socket();
    plain.setTcpNoDelay(true);
    plain.getOutputStream().write(header.getBytes(UTF_8));
    SSLSocket socket =
        (SSLSocket) sockets.createSocket(plain, "localhost", address.getPort(), true);
    socket.setEnabledProtocols(new String[] {version});
    return new TcpPeer(socket, plain);
  }

  /** One whose system takes little that the program has not read. */
  public static TcpPeer tcpWithSmallBuffer(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.connect(address);
    return new TcpPeer(channel.socket());
  }

  /** One who speaks UDP. */
  public static UdpPeer udp(InetSocketAddress address) throws IOException {
    return new UdpPeer(new InetSocketAddress(0), address);
  }

  /** One who speaks UDP from an address and port of its choice. */
  public static UdpPeer udpFrom(InetSocketAddress local, InetSocketAddress address)
      throws IOException {
    return new UdpPeer(local, address);
  }

  private static Socket connect(InetSocketAddress local, InetSocketAddress server)
      throws IOException {
    Socket socket = new Socket();
    socket.bind(local);
    socket.connect(server, TIMEOUT_MILLIS);
    return socket;
  }

  public abstract void send(byte[] bytes) throws IOException;

  public void send(String text) throws IOException {
    send(text.getBytes(UTF_8));
  }

  /** The next reply: over TCP up to and with its LF, over UDP a datagram. */
  public abstract String receive() throws IOException;

  public abstract int localPort();

  @Override
  public abstract void close() throws IOException;

  /** Over TCP. */
  public static final class TcpPeer extends Peer {
    private final Socket socket;
    private final InputStream in;

    private final Socket tcp;

    private TcpPeer(Socket socket) throws IOException {
      this(socket, socket);
    }

    private TcpPeer(Socket socket, Socket tcp) throws IOException {
      this.socket = socket;
      this.tcp = tcp;
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    }

    @Override
    public void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    @Override
    public String receive() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int b = in.read();
      while (b >= 0) {
        line.write(b);
        if (b == '\n') {
          break;
        }
        b = in.read();
      }
      return line.toString(UTF_8);
    }

    /** Exactly as many bytes as {@code text} has. */
    public String receiveAsMuchAs(String text) throws IOException {
      return new String(in.readNBytes(text.getBytes(UTF_8).length), UTF_8);
    }

    /**
     * Repeats {@code text} as long as the system takes it at once, keeping little of it on this
     * side.
     *
     * @return how many bytes went
     */
    public long sendUntilHeldBack(String text) throws IOException {
      SocketChannel channel = socket.getChannel();
      socket.setSendBufferSize(4096);
      channel.configureBlocking(false);
      ByteBuffer bytes = UTF_8.encode(text);
      long sent = 0;
      for (int tries = 0; tries < 10_000; tries++) {
        int written = channel.write(bytes);
        sent += written;
        if (written > 0) {
          tries = 0;
        }
        if (!bytes.hasRemaining()) {
          bytes.rewind();
        }
        Thread.onSpinWait();
      }
      channel.configureBlocking(true);
      return sent;
    }

    /** Sends FIN; over TLS, close_notify before it. */
    public void finish() throws IOException {
      socket.shutdownOutput();
    }

    /** Sends FIN, and over TLS nothing before it. */
    public void finishTcpOnly() throws IOException {
      tcp.shutdownOutput();
    }

    /** Begins a second handshake, which TLS 1.2 allows, and does not wait for its end. */
    public void handshakeAgain() throws IOException {
      ((SSLSocket) socket).startHandshake();
    }

    /** The certificates that the server shows; over TLS only. */
    public Certificate certificateShown() throws IOException {
      return ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    /** Breaks the connection: sends RST. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** So many bytes of what comes next, or fewer if the stream ends before. */
    public byte[] receiveBytes(int count) throws IOException {
      return in.readNBytes(count);
    }

    /** Everything up to the server's FIN; a reset is an exception. */
    public String receiveAll() throws IOException {
      return new String(in.readAllBytes(), UTF_8);
    }

    @Override
    public int localPort() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /**
   * Over UDP. Like a connected socket it hears nobody but the address that it asked; but Java's
   * connected sockets do not send empty datagrams.
   */
  public static final class UdpPeer extends Peer {
    private final DatagramSocket socket;
    private InetSocketAddress server;

    private UdpPeer(InetSocketAddress local, InetSocketAddress server) throws IOException {
      socket = new DatagramSocket(local);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      this.server = server;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
      socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    @Override
    public String receive() throws IOException {
      DatagramPacket datagram = new DatagramPacket(new byte[65_535], 65_535);
      do {
        socket.receive(datagram);
      } while (!datagram.getSocketAddress().equals(server));
      return new String(Arrays.copyOf(datagram.getData(), datagram.getLength()), UTF_8);
    }

    /** A reply that has come already; null if none has. */
    public String poll() throws IOException {
      socket.setSoTimeout(1);
      try {
        return receive();
      } catch (SocketTimeoutException e) {
        return null;
      } finally {
        socket.setSoTimeout(TIMEOUT_MILLIS);
      }
    }

    /** From now on speaks to this one. */
    public void turnTo(InetSocketAddress server) {
      this.server = server;
    }

    @Override
    public int localPort() {
      return socket.getLocalPort();
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
