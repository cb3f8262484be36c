package acuse.server.tcp;

/**
 * What the faults on purpose make of one direction of a session: of the messages that come, or of
 * what is written back. It counts them, and says how each comes through; each answer that means a
 * fault is told to the observers. Belongs to the connection's event loop.
 */
interface PathFaults {
  /** Whether nothing meets a fault. */
  boolean areNone();

  /** The number of the message or write that has come, from 1. */
  long next();

  /** How one comes through. To be asked once for each. */
  Passage passage(long number);

  /** The rate; 0 for any. */
  long bitsPerSecond();

  /** In how many writes they go out. */
  WriteShape shape();

  /** One has to wait for the rate. */
  void paced(long number);

  /** Several went out in one write, and this one last. */
  void glued(long number);

  /** One, or several of which this is the last, goes out in pieces. */
  void sliced(long number);
}
