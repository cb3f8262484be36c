package acuse.server.tls;

import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** Netty's handler for TLS, which tells in addition how much memory it takes. */
public final class TlsHandler extends SslHandler {
  /**
   * The JDK's engine and session of one connection, in heap. Measured over 3,000 connections: 6.9
   * KiB at rest, 7.3 KiB in the middle of a handshake; and as much again for the garbage that a
   * handshake makes.
   */
  public static final int ENGINE_BYTES = 16 * 1024;

  private static final String RSA = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String ECDSA = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

  TlsHandler(SSLEngine engine, Executor handshakes) {
    super(engine, false, handshakes);
  }

  /**
   * Makes the engine refuse a second handshake, which TLS 1.2 allows: each costs a signature, and a
   * peer could ask for any number. To be called after the first.
   *
   * <p>What is enabled from now on needs a key of a kind that this server has not, or it would have
   * been used just now. So the engine finds nothing in common, and says so by an alert. The JDK's
   * own switch, {@code jdk.tls.rejectClientInitiatedRenegotiation}, is for all of the JVM, which
   * may be somebody else's, and has no effect if TLS was used there before.
   */
  public void refuseFurtherHandshakes() {
    String used = engine().getSession().getCipherSuite();
    engine().setEnabledCipherSuites(new String[] {used.contains("_RSA_") ? ECDSA : RSA});
  }

  /**
   * All that this connection's TLS takes: the engine, and the buffer of a record that is not whole.
   */
  public long heldBytes() {
    return ENGINE_BYTES + (long) internalBuffer().capacity();
  }
}
