package acuse.server.tls;

import acuse.common.tls.Credentials;
import acuse.common.tls.PemException;
import acuse.common.tls.PemFile;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A server's side of TLS: its certificate, the authorities it trusts, and the handler of a
 * connection. Versions 1.3 and 1.2; of 1.2 only the cipher suites with forward secrecy and
 * authenticated encryption.
 *
 * <p>The signatures of a handshake take a millisecond or more. On the event loop they would delay
 * all other peers, UDP too. So threads of their own compute them, half as many as there are
 * processors. Their queue holds at most one task per connection.
 *
 * <p>Thread-safe.
 */
public final class ServerTls {
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** Peers that come back within this need no signature. The JDK's own limits are 20 times that. */
  private static final int MAX_REMEMBERED_PEERS = 1000;

  private static final Duration REMEMBER_FOR = Duration.ofHours(1);

  private static final Duration IDLE_THREADS_STAY = Duration.ofSeconds(10);

  private interface CredentialsSource {
    Credentials read() throws PemException;
  }

  private record Current(SslContext context, X509Certificate certificate) {}

  private final TlsConfig config;
  private final CredentialsSource credentials;
  private final Executor handshakes = handshakeThreads();
  private volatile Current current;

  private ServerTls(TlsConfig config) throws PemException {
    this.config = config;
    this.credentials = source(config);
    reload();
  }

  /**
   * Reads the files, or makes a certificate.
   *
   * @throws PemException if a file does not hold what it should
   */
  public static ServerTls load(TlsConfig config) throws PemException {
    return new ServerTls(config);
  }

  /**
   * Reads the files again. Open connections stay as they are; new connections see the new
   * certificate. Not for event loops: it waits for the disk.
   *
   * @throws PemException if a file does not hold what it should; then all stays as it was
   */
  public void reload() throws PemException {
    Credentials read = credentials.read();
    SslContextBuilder context =
        SslContextBuilder.forServer(read.key(), read.chain())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
            .sessionCacheSize(MAX_REMEMBERED_PEERS)
            .sessionTimeout(REMEMBER_FOR.toSeconds());
    if (config.clientCa().isPresent()) {
      context
          .trustManager(PemFile.readCertificates(config.clientCa().get()))
          .clientAuth(ClientAuth.REQUIRE);
    }
    try {
      current = new Current(context.build(), read.chain().get(0));
    } catch (SSLException e) {
      throw new IllegalStateException("cannot use certificate and key that were read", e);
    }
  }

  /** A new connection's handler. */
  public TlsHandler newHandler(ByteBufAllocator allocator) {
    TlsHandler handler = new TlsHandler(current.context.newEngine(allocator), handshakes);
    handler.setHandshakeTimeoutMillis(config.handshakeLimit().toMillis());
    return handler;
  }

  /** The certificate that new connections see. */
  public X509Certificate certificate() {
    return current.certificate;
  }

  /** Its SHA-256, as {@code openssl x509 -fingerprint -sha256} prints it: {@code A0:1B:…}. */
  public String fingerprint() {
    try {
      return HexFormat.ofDelimiter(":")
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded()))
          .toUpperCase(Locale.ROOT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the certificate is self-signed. */
  public boolean isSelfMade() {
    return config.files().isEmpty();
  }

  List<Path> files() {
    return config.allFiles();
  }

  private static CredentialsSource source(TlsConfig config) {
    if (config.files().isPresent()) {
      TlsConfig.Files files = config.files().get();
      return () -> Credentials.read(files.certificate(), files.key());
    }
    Credentials made = SelfSignedCertificate.forHost(config.host());
    return () -> made;
  }

  private static Executor handshakeThreads() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREADS_STAY.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("acuse-handshake", true));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
