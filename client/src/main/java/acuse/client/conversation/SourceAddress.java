package acuse.client.conversation;

/**
 * Where our own sockets are to be bound.
 *
 * @param host a name or an address of this machine, not resolved yet; empty for the address that
 *     the system chooses
 * @param port 0 for a port that the system chooses
 */
public record SourceAddress(String host, int port) {
  /** Whether the system chooses the address. */
  public boolean isAnyHost() {
    return host.isEmpty();
  }
}
