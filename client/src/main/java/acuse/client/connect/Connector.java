package acuse.client.connect;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.Conversation;
import acuse.client.conversation.ExpectedText;
import acuse.client.conversation.LocalAddresses;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.ReadAhead;
import acuse.client.conversation.SourceException;
import acuse.client.conversation.SourceException.Problem;
import acuse.client.conversation.tcp.TcpCheck;
import acuse.client.conversation.tcp.TcpConversation;
import acuse.client.conversation.udp.UdpConversation;
import acuse.client.tls.TlsException;
import acuse.common.codec.FrameEncoder;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/** Opens conversations. One deadline holds for all that this takes: name, connection and TLS. */
public final class Connector implements ConnectionRace.SocketFactory {
  /** How long a server may take to say that it does not want us. */
  private static final Duration CONSENT_LIMIT = Duration.ofSeconds(1);

  /**
   * How long the connection of a run before, from the same port, may take to part: we close when we
   * have all replies, and the server's FIN may still be on its way.
   */
  private static final Duration PARTING = Duration.ofMillis(500);

  private static final Duration PARTING_LOOK = Duration.ofMillis(10);

  private final ClientConfig config;
  private final NameLookup.Resolver resolver;
  private final Deadline deadline;

  /** Null for where the system likes. */
  private LocalAddresses source;

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

  /**
   * Sees whether somebody listens on TCP. A connection is enough, and with TLS one that the server
   * agrees to. For an expected text, the server is asked as well.
   *
   * @param expected what the server has to say; null if it need not say anything
   * @return the outcome of an empty message; null if none was sent
   * @throws PeerException if nobody is there or is not whom we trust, or the connection broke
   * @throws IOException if our end cannot be where it is to be
   */
  public static Answer check(ClientConfig config, ExpectedText expected)
      throws IOException, InterruptedException {
    Connector connector = new Connector(config, new NameLookup.SystemResolver());
    try (Socket socket = connector.secured(connector.connect(connector.addresses()))) {
      if (expected != null) {
        return new TcpCheck(socket, expected)
            .ask(FrameEncoder.of(config.framing()), config.timeout());
      }
      connector.awaitConsent(socket);
      return null;
    }
  }

  /**
   * Connects once, with TLS if it is asked for, and closes.
   *
   * @return how long that took, without the lookup of a name, in nanoseconds
   * @throws PeerException if nobody is there or is not whom we trust
   */
  public static long connectNanos(ClientConfig config) throws IOException, InterruptedException {
    Connector connector = new Connector(config, new NameLookup.SystemResolver());
    InetAddress[] addresses = connector.addresses();
    long begunNanos = System.nanoTime();
    Socket socket = connector.secured(connector.connect(addresses));
    long nanos = System.nanoTime() - begunNanos;
    socket.close();
    return nanos;
  }

  /**
   * The address of a host that is measured, where one has to be as good as another.
   *
   * @return the first one
   * @throws PeerException if it has none, or none could be had in time
   */
  public static InetAddress address(String host, Duration timeout)
      throws PeerException, InterruptedException {
    return NameLookup.addresses(host, new NameLookup.SystemResolver(), Deadline.in(timeout))[0];
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
    InetAddress[] addresses = addresses();
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
              source,
              config.timeout(),
              config.retries(),
              config.windowMessages());
    };
  }

  /** The peer's, as far as they can be reached from the source that is asked for. */
  private InetAddress[] addresses() throws IOException, InterruptedException {
    InetAddress[] addresses = NameLookup.addresses(config.host(), resolver, deadline);
    if (config.source().isEmpty()) {
      return addresses;
    }
    source = SourceLookup.addresses(config.source().get(), resolver, deadline);
    return source.reachable(addresses);
  }

  private Socket connect(InetAddress[] addresses) throws IOException, InterruptedException {
    long partedNanos = System.nanoTime() + PARTING.toNanos();
    while (true) {
      try {
        return connectOnce(addresses);
      } catch (SourceException e) {
        throw e;
      } catch (IOException e) {
        if (source == null || !(e instanceof BindException)) {
          throw PeerException.of(isRefusal(e) ? Reason.REFUSED : Reason.UNREACHABLE);
        }
        // Another connection has the same two ends.
        if (System.nanoTime() - partedNanos > 0) {
          throw SourceException.of(Problem.IN_USE);
        }
        Thread.sleep(PARTING_LOOK.toMillis());
      }
    }
  }

  private Socket connectOnce(InetAddress[] addresses) throws IOException, InterruptedException {
    return addresses.length == 1
        ? connectTo(addresses[0])
        : new ConnectionRace(this, deadline)
            .connect(ConnectionRace.inTurns(addresses), config.port());
  }

  private Socket connectTo(InetAddress address) throws IOException {
    Socket socket = newSocket(address);
    try {
      ConnectionRace.connect(socket, new InetSocketAddress(address, config.port()), deadline);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Socket newSocket(InetAddress peer) throws IOException {
    Socket socket = config.tls().isEmpty() ? new Socket() : config.tls().get().newSocket();
    socket.setTcpNoDelay(true);
    if (source != null) {
      bind(socket, source.toward(peer));
    }
    return socket;
  }

  /** A connection that ended lately keeps its port for a minute, but not from us. */
  private static void bind(Socket socket, InetSocketAddress address) throws IOException {
    try {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      socket.close();
      throw SourceException.of(e);
    }
  }

  private Socket secured(Socket socket) throws IOException {
    if (config.tls().isEmpty()) {
      return socket;
    }
    try {
      return config.tls().get().secure(socket, config.host(), config.tlsName(), deadline.left());
    } catch (TlsException e) {
      throw PeerException.tls(e);
    }
  }

  private void awaitConsent(Socket socket) throws IOException {
    if (config.tls().isPresent()) {
      try {
        config.tls().get().awaitConsent(socket, min(deadline.left(), CONSENT_LIMIT));
      } catch (TlsException e) {
        throw PeerException.tls(e);
      }
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The JDK has one exception for every failed connection, and tells them apart in words. */
  private static boolean isRefusal(IOException e) {
    return e instanceof ConnectException
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }
}
