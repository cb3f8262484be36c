package acuse.client.ping;

import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.util.Map;

/** Shows how messages fare. Called by one thread. */
interface PingOutput {
  /** Before the first message. */
  void begin() throws IOException;

  /** Something became of a message. */
  void happened(PingEvent event) throws IOException;

  /** No more comes from {@code protocol}. */
  default void stopped(Protocol protocol) throws IOException {}

  /** After the last message. */
  void end(Map<Protocol, PingStatistics> statistics) throws IOException;
}
