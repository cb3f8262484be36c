package acuse.client.interop;

/**
 * What a program that has ended left behind.
 *
 * @param status its exit status
 * @param out all of its stdout, as UTF-8
 * @param err all of its stderr, as UTF-8
 */
record Finished(int status, String out, String err) {
  /** A clean end that said this and complained of nothing. */
  static Finished saying(String out) {
    return new Finished(0, out, "");
  }
}
