package acuse.server.console;

import acuse.common.protocol.Protocol;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetFailure;
import acuse.server.guard.Limit;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SideCounts;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows people what the server does, one line per event. Event loops call it; a thread of its own
 * prints.
 */
public final class ServerConsole implements ServerObserver, AutoCloseable {
  /** Of a longer message only this much is shown, which also bounds the memory of waiting lines. */
  private static final int MAX_SHOWN_BYTES = 2000;

  /** A peer can influence the reason why TLS failed, so its length is bounded. */
  private static final int MAX_REASON_CHARS = 200;

  /** The most lines that may wait to be printed. */
  private static final int MAX_LINES = 8192;

  private static final int MAX_ERROR_LINES = 256;

  private final Texts texts;
  private final boolean quiet;
  private final Set<Protocol> forwarded;
  private final BoundedPrinter printer;
  private final BoundedPrinter errorPrinter;

  /**
   * Shows things on {@code out}, and what has gone wrong on {@code err}, in the language of {@code
   * texts}. Each is written to by a thread of its own, in UTF-8, and not closed here.
   *
   * @param quiet whether neither sessions nor messages are shown
   * @param forwarded the protocols that are forwarded: what comes back is shown, too
   */
  public ServerConsole(
      WritableByteChannel out,
      WritableByteChannel err,
      Texts texts,
      boolean quiet,
      Set<Protocol> forwarded) {
    this.texts = texts;
    this.quiet = quiet;
    this.forwarded = Set.copyOf(forwarded);
    this.printer = new BoundedPrinter(out, MAX_LINES, new GapWords(texts));
    this.errorPrinter = new BoundedPrinter(err, MAX_ERROR_LINES, new GapWords(texts));
  }

  /** A socket is open. */
  public void listening(Protocol protocol, InetSocketAddress address) {
    print("console.listening." + key(protocol), NetUtil.toSocketAddressString(address));
  }

  /** A protocol is forwarded, and not acknowledged. */
  public void forwarding(Protocol protocol, ForwardTarget target) {
    print("console.forwarding", protocol, target);
  }

  /** The admin port is open. */
  public void adminPort(InetSocketAddress address) {
    print("console.adminPort", NetUtil.toSocketAddressString(address));
  }

  /** Faults on purpose are in force; each line is as {@code --impair} takes it. */
  @Override
  public void faultsExchanged(ImpairConfig now) {
    if (now.isNone()) {
      print("console.impairNone");
    } else {
      print("console.impairSeed", now.seed());
      now.texts().forEach(text -> print("console.impair", text));
    }
  }

  /** Connections may not make the server hold much. */
  public void smallBufferBudget(long maxBufferedBytes) {
    print("console.smallBufferBudget", maxBufferedBytes);
  }

  /** The certificate is self-signed; this fingerprint identifies it. */
  public void selfSigned(String fingerprint) {
    print("console.tls.selfSigned", fingerprint);
  }

  @Override
  public void certificateRenewed(String fingerprint, Instant validUntil) {
    print("console.tls.renewed", fingerprint, validUntil);
  }

  /** Something is wrong with the program or with its files. */
  public void complain(String line) {
    errorPrinter.print(text -> text.append(line));
  }

  /** With {@code --quiet}, only what goes wrong is shown. */
  @Override
  public Set<Event> wants() {
    if (quiet) {
      return EnumSet.noneOf(Event.class);
    }
    Set<Event> wanted = EnumSet.of(Event.SESSION, Event.MESSAGE, Event.FAULT);
    if (!forwarded.isEmpty()) {
      wanted.add(Event.REPLY);
    }
    return wanted;
  }

  @Override
  public void began(Session session) {
    print("console.began." + key(session.protocol()), peer(session));
  }

  @Override
  public void received(Session session, ByteBuf bytes, int index, int length) {
    printBytes("console.received", session, bytes, index, length);
  }

  /** An acknowledgement says nothing new, but what a target sends does. */
  @Override
  public void replied(Session session, ByteBuf bytes, int index, int length) {
    if (forwarded.contains(session.protocol())) {
      printBytes("console.replied", session, bytes, index, length);
    }
  }

  private void printBytes(String textKey, Session session, ByteBuf bytes, int index, int length) {
    byte[] shown = new byte[Math.min(length, MAX_SHOWN_BYTES)];
    bytes.getBytes(index, shown);
    printer.print(
        line -> {
          line.append(texts.text(textKey, session.protocol(), peer(session)));
          TerminalText.appendEscaped(line, shown, 0, shown.length);
          if (shown.length < length) {
            line.append(texts.text("console.more", length - shown.length));
          }
        });
  }

  @Override
  public void rejected(Session session, int maxMessageBytes) {
    print("console.rejected", session.protocol(), peer(session), maxMessageBytes);
  }

  /** Names the message by its number: it may come late, twice, or never. */
  @Override
  public void impaired(Session session, Path path, Fault fault, long number) {
    printer.print(
        line ->
            line.append(
                texts.text(
                    isOfReplies(session, path, fault) ? "console.fault.out" : "console.fault.in",
                    number,
                    session.protocol(),
                    peer(session),
                    texts.text("console.fault." + faultKey(path, fault)),
                    path.direction())));
  }

  /** Where nothing is acknowledged, there is no reply to a message: all faults count replies. */
  private boolean isOfReplies(Session session, Path path, Fault fault) {
    return fault.isOfReplies(path)
        || (forwarded.contains(session.protocol()) && path == Path.out(session.protocol()));
  }

  /** A rate makes a message wait over TCP, and drops it over UDP. */
  private static String faultKey(Path path, Fault fault) {
    return fault == Fault.RATE ? "rate." + key(path.protocol()) : key(fault);
  }

  @Override
  public void targetUnreachable(Session session, ForwardTarget target, TargetFailure why) {
    String words = TerminalText.escape(why.words());
    print(
        "console.target." + key(why.reason()),
        session.protocol(),
        target,
        peer(session),
        words.length() > MAX_REASON_CHARS ? words.substring(0, MAX_REASON_CHARS) + "…" : words);
  }

  @Override
  public void ended(Session session, SessionEnd why, SideCounts received) {
    printer.print(
        line ->
            line.append(
                texts.text(
                    "console.ended." + key(session.protocol()),
                    peer(session),
                    texts.text("console.end." + key(why)),
                    count("console.messages", received.messages()),
                    count("console.reads." + key(session.protocol()), received.transfers()))));
  }

  private String count(String textKey, long count) {
    return texts.text(textKey + (count == 1 ? ".one" : ".more"), count);
  }

  @Override
  public void limitsActed(Map<Limit, Long> sinceLast) {
    String each =
        sinceLast.entrySet().stream()
            .map(limit -> texts.text("console.limit." + key(limit.getKey()), limit.getValue()))
            .collect(Collectors.joining("; "));
    print("console.limits", each);
  }

  @Override
  public void handshakeFailed(Session session, String reason) {
    String shown = TerminalText.escape(reason);
    print(
        "console.tls.failed",
        peer(session),
        shown.length() > MAX_REASON_CHARS ? shown.substring(0, MAX_REASON_CHARS) + "…" : shown);
  }

  @Override
  public void acceptFailed(String reason) {
    print("console.acceptFailed", reason);
  }

  /** Prints what is still to be said, if the output takes it. */
  @Override
  public void close() {
    printer.close();
    errorPrinter.close();
  }

  private void print(String textKey, Object... values) {
    printer.print(line -> line.append(texts.text(textKey, values)));
  }

  private static String peer(Session session) {
    return NetUtil.toSocketAddressString(session.peer());
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private record GapWords(Texts texts) implements BoundedPrinter.Words {
    @Override
    public String notShown(long lines) {
      return texts.text("console.notShown", lines);
    }

    @Override
    public String failed(RetryingOutput.Outage outage, long linesNotShown) {
      long seconds = outage.duration().plusMillis(999).toSeconds(); // a part of one counts
      return texts.text("console.outputFailed", seconds, outage.reason(), linesNotShown);
    }
  }
}
