package acuse.server.udp;

/** Whether datagrams still come, for a worker that stops. Belongs to the worker's event loop. */
final class Arrivals {
  private boolean heard;

  /** A datagram has come. */
  void heard() {
    heard = true;
  }

  /** Whether any has come since this was last asked. */
  boolean heardSinceLastAsked() {
    boolean answer = heard;
    heard = false;
    return answer;
  }
}
