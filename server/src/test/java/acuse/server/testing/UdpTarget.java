package acuse.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that a server forwards UDP to: a socket, and a thread that answers. */
public final class UdpTarget implements AutoCloseable {
  private final DatagramSocket socket;
  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

  /** A datagram, and where it came from. */
  public static final class Message {
    private final InetSocketAddress sender;
    private final byte[] bytes;

    private Message(InetSocketAddress sender, byte[] bytes) {
      this.sender = sender;
      this.bytes = bytes;
    }

    public InetSocketAddress sender() {
      return sender;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    /** As text. */
    public String text() {
      return new String(bytes, UTF_8);
    }
  }

  /** Makes the answer to a message; null for none. */
  public interface Answers {
    byte[] answer(Message message);
  }

  private UdpTarget(InetSocketAddress address, Answers answers) throws IOException {
    socket = new DatagramSocket(address);
    socket.setReceiveBufferSize(1 << 20);
    Thread thread = new Thread(() -> serve(answers), "target");
    thread.setDaemon(true);
    thread.start();
  }

  /** One on a free port of loopback. */
  public static UdpTarget start(Answers answers) throws IOException {
    return startAt(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), answers);
  }

  /** One that says {@code "PORT message"}, with the port that it sees. */
  public static UdpTarget echo() throws IOException {
    return start(message -> (message.sender().getPort() + " " + message.text()).getBytes(UTF_8));
  }

  public static UdpTarget startAt(InetSocketAddress address, Answers answers) throws IOException {
    return new UdpTarget(address, answers);
  }

  /** The address and port of a target that is gone. */
  public static InetSocketAddress gone() throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The next message, after waiting for it; null after far too long. */
  public Message received() throws InterruptedException {
    return received.poll(20, TimeUnit.SECONDS);
  }

  /** Sends something that nobody has asked for. */
  public void send(InetSocketAddress to, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  @Override
  public void close() {
    socket.close(); // which ends the thread
  }

  private void serve(Answers answers) {
    byte[] buffer = new byte[65_535];
    try {
      while (true) {
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        socket.receive(datagram);
        byte[] bytes = Arrays.copyOf(buffer, datagram.getLength());
        Message message = new Message((InetSocketAddress) datagram.getSocketAddress(), bytes);
        received.add(message);
        byte[] answer = answers.answer(message);
        if (answer != null) {
          socket.send(new DatagramPacket(answer, answer.length, message.sender()));
        }
      }
    } catch (IOException closed) {
      // the end
    }
  }
}
