package acuse.client.interop;

/**
 * The status and the output of a program that has ended.
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
