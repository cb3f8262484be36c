package acuse.fuzz;

import acuse.client.conversation.udp.ReplyMatcherCheck;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Datagrams to and from any server, and which message each belongs to. */
public final class ReplyMatcherTarget {
  private ReplyMatcherTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    ReplyMatcherCheck.check(bound -> data.consumeInt(0, bound - 1));
  }
}
