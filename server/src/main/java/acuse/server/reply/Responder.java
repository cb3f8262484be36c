package acuse.server.reply;

import acuse.common.codec.ExitCommandHandler;
import acuse.common.codec.MessageSink;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import acuse.server.story.SessionTally;
import io.netty.buffer.ByteBuf;

/**
 * Handles a message, from TCP and UDP alike: tells the observers, writes the reply, and ends the
 * session at the exit word.
 *
 * <pre>
 * message ─→ exit word? ─→ received ─→ acknowledgement ─→ replied
 * too long ──────────────→ rejected ─→ rejection ───────→ replied
 * </pre>
 *
 * <p>It serves one session at a time: a connection has one of its own, and datagrams share one on
 * each event loop. Used on one event loop.
 */
public final class Responder implements MessageSink {
  /** Where replies are written. */
  public interface ReplyBuffer {
    /**
     * The buffer that the next reply is appended to.
     *
     * @param replyBytes how long that will be, if it is an acknowledgement
     */
    ByteBuf forReply(int replyBytes);
  }

  private final Acknowledgement acknowledgement;
  private final ReplyText text;
  private final ReplyFacts facts = new ReplyFacts();
  private final ServerObserver observer;
  private final boolean tellsMessages;
  private final boolean tellsReplies;
  private final ExitCommandHandler exitCommand;
  private final ReplyBuffer replies;
  private final TrafficCounters counters;
  private Session session;
  private SessionTally tally;

  private Responder(
      Acknowledgement acknowledgement,
      ServerObserver observer,
      ExitCommandHandler exitCommand,
      ReplyBuffer replies,
      TrafficCounters counters) {
    this.acknowledgement = acknowledgement;
    this.text = acknowledgement.newText();
    this.observer = observer;
    this.tellsMessages = observer.wants().contains(Event.MESSAGE);
    this.tellsReplies = observer.wants().contains(Event.REPLY);
    this.exitCommand = exitCommand;
    this.replies = replies;
    this.counters = counters;
  }

  /** Makes the responders of one protocol. Thread-safe. */
  public static final class Factory {
    private final ServerConfig config;
    private final Acknowledgement acknowledgement;
    private final ServerObserver observer;
    private final boolean exitIsAnswered;

    public Factory(ServerConfig config, Protocol protocol, ServerObserver observer) {
      this.config = config;
      this.acknowledgement = Acknowledgement.of(config, protocol);
      this.observer = observer;
      this.exitIsAnswered = protocol == Protocol.UDP;
    }

    /**
     * One that writes to {@code replies}.
     *
     * @param counters of the event loop that will use it
     */
    public Responder newResponder(ReplyBuffer replies, TrafficCounters counters) {
      return new Responder(
          acknowledgement,
          observer,
          new ExitCommandHandler(config.exitWord(), exitIsAnswered),
          replies,
          counters);
    }

    /** How long messages may be. */
    public Acknowledgement acknowledgement() {
      return acknowledgement;
    }
  }

  /**
   * The messages that follow are this session's.
   *
   * @param session null if no observer wants to know whose messages they are
   * @param tally counts them for the session's story; null if nobody wants to know
   */
  public void begin(Session session, SessionTally tally) {
    this.session = session;
    this.tally = tally;
    exitCommand.beginSession();
  }

  /**
   * What the replies to the messages that follow can name; nobody reads it if they name nothing.
   */
  public ReplyFacts facts() {
    return facts;
  }

  /** Whether replies name something of {@link #facts}. */
  public boolean namesFacts() {
    return !text.isFixed();
  }

  /** Whether the session has said the exit word, and is to end. */
  public boolean exitSeen() {
    return exitCommand.exitSeen();
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    if (!receive(bytes, index, length)) {
      return;
    }
    if (!text.isFixed()) {
      text.fillIn(facts, length);
    }
    ByteBuf out = replies.forReply(acknowledgement.replyBytes(text, length, ending));
    int start = out.writerIndex();
    acknowledgement.acknowledge(text, bytes, index, length, ending, out);
    tellReplied(out, start, ending);
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    if (!receiveTooLong(ending)) {
      return;
    }
    ByteBuf out = replies.forReply(acknowledgement.replyBytes(text, 0, ending));
    int start = out.writerIndex();
    acknowledgement.reject(ending, out);
    tellReplied(out, start, ending);
  }

  /** As {@link #message}, but without a reply. */
  public void messageUnanswered(ByteBuf bytes, int index, int length) {
    receive(bytes, index, length);
  }

  /** As {@link #messageTooLong}, but without a reply. */
  public void tooLongUnanswered(LineEnding ending) {
    receiveTooLong(ending);
  }

  /** The end of a message did not come in time: it is rejected. */
  public void messageUnfinished() {
    counters.rejectedUnfinished();
    if (tally != null) {
      tally.rejected();
    }
    LineEnding ending = acknowledgement.endingOfUnfinished();
    ByteBuf out = replies.forReply(acknowledgement.replyBytes(text, 0, ending));
    int start = out.writerIndex();
    acknowledgement.rejectUnfinished(out);
    tellReplied(out, start, ending);
  }

  private boolean receive(ByteBuf bytes, int index, int length) {
    boolean handedOn = exitCommand.handsOn(bytes, index, length);
    if (handedOn) {
      counters.message();
      if (tally != null) {
        tally.messageIn();
      }
      if (tellsMessages) {
        observer.received(session, bytes, index, length);
      }
    }
    return handedOn;
  }

  private boolean receiveTooLong(LineEnding ending) {
    if (exitSeen()) {
      return false;
    }
    counters.rejectedTooLong();
    if (tally != null) {
      tally.rejected();
    }
    if (tellsMessages) {
      observer.rejected(session, acknowledgement.maxMessageBytes(ending));
    }
    return true;
  }

  private void tellReplied(ByteBuf out, int start, LineEnding ending) {
    if (tally != null) {
      tally.messageOut();
    }
    if (tellsReplies) {
      int index = start + acknowledgement.headerBytes();
      observer.replied(session, out, index, out.writerIndex() - ending.length() - index);
    }
  }
}
