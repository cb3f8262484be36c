package acuse.server.forward;

/** A text is no target to forward to. */
public final class InvalidTargetException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Part {
    /** There is no host, or it is neither a name nor an address. */
    HOST,
    /** There is no port, or it is no number from 1 to 65535. */
    PORT
  }

  private final Part part;

  InvalidTargetException(Part part) {
    super("invalid target, part=" + part);
    this.part = part;
  }

  /** The part that is wrong. */
  public Part part() {
    return part;
  }
}
