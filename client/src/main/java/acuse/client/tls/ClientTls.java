package acuse.client.tls;

import acuse.common.tls.Credentials;
import acuse.common.tls.PemException;
import acuse.common.tls.PemFile;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A client's side of TLS, versions 1.3 and 1.2: the authorities it trusts, and its own certificate.
 */
public final class ClientTls {
  private static final char[] NO_PASSWORD = {};

  private final SSLContext context;
  private final boolean checksServer;
  private final boolean showsCertificate;

  private ClientTls(SSLContext context, boolean checksServer, boolean showsCertificate) {
    this.context = context;
    this.checksServer = checksServer;
    this.showsCertificate = showsCertificate;
  }

  /**
   * Reads the files.
   *
   * @param ca who vouches for servers; null for those whom Java trusts
   * @param certificate what is shown to a server that asks; null for nothing
   * @param key the certificate's
   * @param insecure whether any server will do
   * @throws PemException if a file does not hold what it should
   */
  public static ClientTls load(Path ca, Path certificate, Path key, boolean insecure)
      throws PemException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate == null ? null : keyManagers(Credentials.read(certificate, key)),
          insecure
              ? new TrustManager[] {new TrustEveryone()}
              : ca == null ? null : trustManagers(ca),
          null);
      return new ClientTls(context, !insecure, certificate != null);
    } catch (GeneralSecurityException | IOException e) {
      if (e instanceof PemException pem) {
        throw pem;
      }
      throw new IllegalStateException("cannot use certificates that were read", e);
    }
  }

  /** A socket for {@link #secure}, not connected yet. */
  public Socket newSocket() {
    return new AbruptSocket();
  }

  /**
   * Agrees with the server on a secure connection over {@code tcp}.
   *
   * @param host what the server's certificate is to be valid for: a name or an address
   * @param name the same, if the user gives one apart from the host; the server is asked for it
   * @param limit how long that may take
   * @return closes {@code tcp} when it is closed
   * @throws TlsException if they do not agree; then {@code tcp} is closed
   */
  public Socket secure(Socket tcp, String host, Optional<String> name, Duration limit)
      throws IOException {
    CompletableFuture<Void> overdue =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
    overdue.thenRun(() -> close(tcp));
    try {
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(tcp, peer(host, name), tcp.getPort(), true);
      socket.setSSLParameters(parameters(socket.getSSLParameters(), name));
      socket.startHandshake();
      overdue.cancel(false);
      return new TlsSocket(socket, tcp, showsCertificate);
    } catch (IOException e) {
      boolean timeIsUp = !overdue.cancel(false) && !overdue.isCancelled();
      close(tcp);
      throw timeIsUp ? TlsException.noAnswer() : TlsException.ofHandshake(e, showsCertificate);
    }
  }

  /**
   * The client's end of a secure connection, for those who move the bytes themselves.
   *
   * @param host as for {@link #secure}
   * @param port the server's, by which the JDK finds an earlier session
   * @param name as for {@link #secure}
   */
  public SSLEngine newEngine(String host, int port, Optional<String> name) {
    SSLEngine engine = context.createSSLEngine(peer(host, name), port);
    engine.setUseClientMode(true);
    engine.setSSLParameters(parameters(engine.getSSLParameters(), name));
    return engine;
  }

  /** The reason why a handshake by {@link #newEngine} failed, for people. */
  public TlsException failure(IOException failure) {
    return TlsException.ofHandshake(failure, showsCertificate);
  }

  private static String peer(String host, Optional<String> name) {
    return name.isPresent() ? ServerName.of(name.get()).ascii() : host; // a lambda starts slowly
  }

  private SSLParameters parameters(SSLParameters parameters, Optional<String> name) {
    if (name.isPresent()) {
      parameters.setServerNames(ServerName.of(name.get()).asked());
    }
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    if (checksServer) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }

  /**
   * Waits for a server that may not want us, which with TLS 1.3 shows after the handshake.
   *
   * @param secured the result of {@link #secure}, of which only the end is still of use then
   * @throws TlsException if it does not want us
   */
  public void awaitConsent(Socket secured, Duration limit) throws IOException {
    ((TlsSocket) secured).awaitConsent(limit);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private static KeyManager[] keyManagers(Credentials credentials)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        credentials.key(),
        NO_PASSWORD,
        credentials.chain().toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(Path ca)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (X509Certificate certificate : PemFile.readCertificates(ca)) {
      store.setCertificateEntry("ca" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
