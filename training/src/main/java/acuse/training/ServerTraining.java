package acuse.training;

import acuse.server.ServerCommand;
import acuse.server.ServerMain;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Does as people do with the server: start it, send a message over each protocol, stop it; the
 * help.
 */
public final class ServerTraining {
  private static final byte[] MESSAGE = {'h', 'o', 'l', 'a', '\n'};
  private static final int ANSWER_TIMEOUT_MILLIS = 2_000;
  private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int PAUSE_MILLIS = 20;
  private static final int RESEND_MILLIS = 200;

  private ServerTraining() {}

  /** Runs in the server's JVM. */
  public static void main(String[] arguments) throws IOException {
    ServerCommand.run(new String[] {"--help"});
    int tcpPort = freeTcpPort();
    int udpPort = freeUdpPort();
    Thread peer = new Thread(() -> talk(tcpPort, udpPort));
    peer.setDaemon(true);
    peer.start();
    ServerMain.main(new String[] {"--tcp-port=" + tcpPort, "--udp-port=" + udpPort});
  }

  /** As a person does: the programs are not told what the other end listens on. */
  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void talk(int tcpPort, int udpPort) {
    try {
      try (Socket socket = connect(tcpPort)) {
        socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
        socket.getOutputStream().write(MESSAGE);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
      askByDatagram(udpPort);
      stop();
    } catch (IOException | InterruptedException | ReflectiveOperationException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static Socket connect(int port) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
      } catch (IOException e) {
        socket.close();
        if (System.nanoTime() - start > START_TIMEOUT_NANOS) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /**
   * The server opens its UDP port after the TCP port; nobody tells of a datagram that was early.
   */
  private static void askByDatagram(int port) throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    long start = System.nanoTime();
    try (DatagramSocket socket = new DatagramSocket(0, host)) {
      socket.setSoTimeout(RESEND_MILLIS);
      while (true) {
        socket.send(new DatagramPacket(MESSAGE, MESSAGE.length, host, port));
        try {
          socket.receive(new DatagramPacket(new byte[MESSAGE.length], MESSAGE.length));
          return;
        } catch (SocketTimeoutException e) {
          if (System.nanoTime() - start > START_TIMEOUT_NANOS) {
            throw e;
          }
        }
      }
    }
  }

  /** SIGTERM to this JVM; by reflection, for its use by name gives a warning (see Signals). */
  private static void stop() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    signal
        .getMethod("raise", signal)
        .invoke(null, signal.getConstructor(String.class).newInstance("TERM"));
  }
}
