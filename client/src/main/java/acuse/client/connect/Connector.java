package acuse.client.connect;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.Conversation;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.ReadAhead;
import acuse.client.conversation.tcp.TcpConversation;
import acuse.client.conversation.udp.UdpConversation;
import acuse.client.tls.TlsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/** Opens conversations. One deadline holds for all that this takes: name, connection and TLS. */
public final class Connector implements ConnectionRace.SocketFactory {
  private final ClientConfig config;
  private final NameLookup.Resolver resolver;
  private final Deadline deadline;

  private Connector(ClientConfig config, NameLookup.Resolver resolver) {
    this.config = config;
    this.resolver = resolver;
    this.deadline = Deadline.in(config.timeout());
  }

  /**
   * A whole conversation. If it cannot be opened, the messages that are at hand are told to be
   * refused: those that {@code messages} has without waiting, and no more than one read of them.
   *
   * @param messages see {@link Conversation#run}
   * @throws PeerException if nobody is there or is not whom we trust, or the connection broke
   * @throws IOException if {@code answers} failed, or {@code messages} did
   */
  public static void talk(ClientConfig config, MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    talk(config, new NameLookup.SystemResolver(), messages, answers);
  }

  static void talk(
      ClientConfig config, NameLookup.Resolver resolver, MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    Conversation conversation;
    try {
      conversation = new Connector(config, resolver).open();
    } catch (PeerException nobodyThere) {
      refuseWhatIsAtHand(messages, answers);
      throw nobodyThere;
    }
    try (conversation) {
      conversation.run(messages, answers);
    }
  }

  /** A person has typed nothing yet, and is not asked to. */
  private static void refuseWhatIsAtHand(MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    if (messages.isInteractive()) {
      return;
    }
    ReadAhead input = new ReadAhead(messages);
    input.start();
    for (Message message : input.stop()) {
      if (message.isExit()) {
        answers.exited(message);
      } else {
        answers.answered(Answer.none(message, Status.REFUSED, 0));
      }
    }
    answers.flush();
  }

  /** Over UDP, whether anybody is there shows only later. */
  private Conversation open() throws IOException, InterruptedException {
    InetAddress[] addresses = NameLookup.addresses(config.host(), resolver, deadline);
    return switch (config.protocol()) {
      case TCP ->
          new TcpConversation(
              secured(connect(addresses)),
              config.framing(),
              config.timeout(),
              config.windowMessages());
      case UDP ->
          new UdpConversation(
              addresses,
              config.port(),
              config.timeout(),
              config.retries(),
              config.windowMessages());
    };
  }

  private Socket connect(InetAddress[] addresses) throws IOException, InterruptedException {
    try {
      return addresses.length == 1
          ? connectTo(addresses[0])
          : new ConnectionRace(this, deadline)
              .connect(ConnectionRace.inTurns(addresses), config.port());
    } catch (IOException e) {
      throw PeerException.of(isRefusal(e) ? Reason.REFUSED : Reason.UNREACHABLE);
    }
  }

  private Socket connectTo(InetAddress address) throws IOException {
    Socket socket = newSocket();
    try {
      socket.connect(new InetSocketAddress(address, config.port()), deadline.millisLeft());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Socket newSocket() throws IOException {
    Socket socket = config.tls().isEmpty() ? new Socket() : config.tls().get().newSocket();
    socket.setTcpNoDelay(true);
    return socket;
  }

  private Socket secured(Socket socket) throws IOException {
    if (config.tls().isEmpty()) {
      return socket;
    }
    try {
      return config.tls().get().secure(socket, config.host(), deadline.left());
    } catch (TlsException e) {
      throw PeerException.tls(e);
    }
  }

  /** The JDK has one exception for every failed connection, and tells them apart in words. */
  private static boolean isRefusal(IOException e) {
    return e instanceof ConnectException
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }
}
