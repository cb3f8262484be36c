package acuse.client.connect;

import acuse.client.conversation.LocalAddresses;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.SourceAddress;
import acuse.client.conversation.SourceException;
import acuse.client.conversation.SourceException.Problem;

/** Finds the addresses of our own end, if the user names one. */
final class SourceLookup {
  private SourceLookup() {}

  /**
   * The addresses of {@code source}.
   *
   * @throws SourceException if it has none, or they could not be had in time
   */
  static LocalAddresses addresses(
      SourceAddress source, NameLookup.Resolver resolver, Deadline deadline)
      throws SourceException, InterruptedException {
    if (source.isAnyHost()) {
      return new LocalAddresses(null, source.port());
    }
    try {
      return new LocalAddresses(
          NameLookup.addresses(source.host(), resolver, deadline), source.port());
    } catch (PeerException e) {
      throw SourceException.of(Problem.UNKNOWN);
    }
  }
}
