package acuse.server.tcp;

import acuse.common.protocol.LineEnding;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.Responder;
import io.netty.buffer.ByteBuf;

/** Answers each message at once. */
final class PromptCore implements SessionCore {
  private final Responder responder;
  private final ReplyBackpressure replies;
  private long messages;

  PromptCore(Responder responder, ReplyBackpressure replies) {
    this.responder = responder;
    this.replies = replies;
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    responder.facts().number(++messages);
    responder.message(bytes, index, length, ending);
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    messages++;
    responder.messageTooLong(ending);
  }

  @Override
  public void messageUnfinished() {
    responder.messageUnfinished();
  }

  @Override
  public boolean isOver() {
    return responder.exitSeen();
  }

  @Override
  public SessionEnd endOr(SessionEnd otherwise) {
    return responder.exitSeen() ? SessionEnd.EXIT : otherwise;
  }

  @Override
  public boolean hasRoom() {
    return replies.hasRoom();
  }

  @Override
  public boolean hasRoomForLast() {
    return true;
  }

  @Override
  public boolean isReleasing() {
    return false;
  }

  @Override
  public void release() {}

  @Override
  public void drop() {}
}
