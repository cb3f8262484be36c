package acuse.server.listen;

import acuse.common.protocol.Protocol;
import acuse.server.forward.ForwardTarget;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/** A socket could not be opened where the configuration wanted it. Nothing is left open. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The reason why the port cannot be opened. */
  public enum Reason {
    /** The port belongs to another socket. */
    PORT_IN_USE,
    /** This user may not listen there. */
    NOT_PERMITTED,
    /** The address is not one of this machine's. */
    NOT_LOCAL,
    /** This process has as many open files, or the system has, as it may. */
    TOO_MANY_FILES,
    /** The name of the target that a protocol is forwarded to is not known. */
    TARGET_UNKNOWN,
    /** The target is a socket of this server itself. */
    TARGET_IS_OWN,
    /** Anything else; {@link ListenException#getCause} says what. */
    OTHER
  }

  /** errno(3) on Linux; the other systems are recognized by their words. */
  private static final int EACCES = 13;

  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;

  private final Protocol protocol;
  private final InetSocketAddress address;
  private final Reason reason;
  private final transient Optional<PortHolder> holder;
  private final boolean isAdminPort;
  private final transient Optional<ForwardTarget> target;

  private ListenException(
      Protocol protocol,
      InetSocketAddress address,
      Reason reason,
      Optional<PortHolder> holder,
      boolean isAdminPort,
      Optional<ForwardTarget> target,
      Throwable cause) {
    super(
        "cannot listen protocol=%s address=%s reason=%s holder=%s target=%s"
            .formatted(
                protocol,
                address,
                reason,
                holder.map(PortHolder::toString).orElse("?"),
                target.map(ForwardTarget::toString).orElse("")),
        cause);
    this.protocol = protocol;
    this.address = address;
    this.reason = reason;
    this.holder = holder;
    this.isAdminPort = isAdminPort;
    this.target = target;
  }

  /** Loads what one needs, for which there may be no descriptor left when one is thrown. */
  public static void loadClasses() {
    of(Protocol.UDP, new InetSocketAddress(0), new IOException());
  }

  /** Finds out why binding failed with {@code cause}, and who holds the port. */
  public static ListenException of(Protocol protocol, InetSocketAddress address, Throwable cause) {
    return of(protocol, address, false, cause);
  }

  /** The same for the admin port, which is on TCP. */
  public static ListenException ofAdminPort(InetSocketAddress address, Throwable cause) {
    return of(Protocol.TCP, address, true, cause);
  }

  private static ListenException of(
      Protocol protocol, InetSocketAddress address, boolean isAdminPort, Throwable cause) {
    Reason reason = reason(cause);
    Optional<PortHolder> holder =
        reason == Reason.PORT_IN_USE ? PortHolder.of(protocol, address) : Optional.empty();
    return new ListenException(
        protocol, address, reason, holder, isAdminPort, Optional.empty(), cause);
  }

  /** Nobody can be answered from {@code address}: it is a broadcast address, or a group's. */
  public static ListenException notLocal(Protocol protocol, InetSocketAddress address) {
    return without(Reason.NOT_LOCAL, protocol, address, Optional.empty());
  }

  /** This process may open too few files for a server, of which peers need some, too. */
  public static ListenException tooManyFiles(Protocol protocol, InetSocketAddress address) {
    return without(Reason.TOO_MANY_FILES, protocol, address, Optional.empty());
  }

  /** The name of {@code target}, which {@code protocol} is to be forwarded to, is not known. */
  public static ListenException targetUnknown(
      Protocol protocol, InetSocketAddress address, ForwardTarget target) {
    return without(Reason.TARGET_UNKNOWN, protocol, address, Optional.of(target));
  }

  /** What is forwarded to {@code target} would come to this server again, at {@code address}. */
  public static ListenException targetIsOwn(
      Protocol protocol, InetSocketAddress address, ForwardTarget target) {
    return without(Reason.TARGET_IS_OWN, protocol, address, Optional.of(target));
  }

  private static ListenException without(
      Reason reason, Protocol protocol, InetSocketAddress address, Optional<ForwardTarget> target) {
    return new ListenException(protocol, address, reason, Optional.empty(), false, target, null);
  }

  /** A library puts the system's error into one of its own. */
  private static Reason reason(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Reason reason = reasonOf(cause);
      if (reason != Reason.OTHER) {
        return reason;
      }
    }
    return Reason.OTHER;
  }

  private static Reason reasonOf(Throwable cause) {
    int errno = cause instanceof NativeIoException nativeError ? -nativeError.expectedErr() : 0;
    String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (errno == EADDRINUSE || words.contains("in use")) {
      return Reason.PORT_IN_USE;
    }
    if (errno == EACCES || words.contains("permission")) {
      return Reason.NOT_PERMITTED;
    }
    if (errno == EADDRNOTAVAIL || words.contains("assign requested address")) {
      return Reason.NOT_LOCAL;
    }
    if (errno == EMFILE || errno == ENFILE || words.contains("too many open files")) {
      return Reason.TOO_MANY_FILES;
    }
    return Reason.OTHER;
  }

  public Protocol protocol() {
    return protocol;
  }

  public InetSocketAddress address() {
    return address;
  }

  /** Whether this was to be the admin port, and neither of the two wires. */
  public boolean isAdminPort() {
    return isAdminPort;
  }

  public Reason reason() {
    return reason;
  }

  /** The target, if that is the reason. */
  public Optional<ForwardTarget> target() {
    return target;
  }

  /** The process that holds the port, if the system tells. */
  public Optional<PortHolder> holder() {
    return holder;
  }
}
