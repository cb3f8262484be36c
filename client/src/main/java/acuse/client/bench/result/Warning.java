package acuse.client.bench.result;

import java.util.Locale;

/** A reason to look twice at a result. */
public enum Warning {
  /** Our own sending was late, so latencies may be longer than the path's. Makes it invalid. */
  CLIENT_LATE,
  /** Connections broke and were opened again. */
  CONNECTIONS_BROKE,
  /** Some messages did not fit into the socket's buffer. */
  NOT_SENT,
  /** The run was ended before its time. */
  INTERRUPTED,
  /** The system refused, and nothing came back. */
  NOBODY_THERE;

  /** As a program reads it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
