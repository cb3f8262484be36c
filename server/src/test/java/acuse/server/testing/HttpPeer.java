package acuse.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.server.AcuseServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Asks an admin port: with the JDK's client, or with the very bytes of a request. */
public final class HttpPeer {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final InetSocketAddress address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  private HttpPeer(InetSocketAddress address) {
    this.address = address;
  }

  /** One that asks {@code server}. */
  public static HttpPeer of(AcuseServer server) {
    return new HttpPeer(server.adminAddress().orElseThrow());
  }

  /** One that asks at a port of loopback. */
  public static HttpPeer ofPort(int port) {
    return new HttpPeer(new InetSocketAddress("127.0.0.1", port));
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(path, request -> request.GET());
  }

  public HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> request)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
    return client.send(
        request.apply(HttpRequest.newBuilder(uri).timeout(LIMIT)).build(), BodyHandlers.ofString());
  }

  /** A sample of /metrics, such as {@code acuse_messages_total{protocol="tcp"}}. */
  public double metric(String sample) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample " + sample));
  }

  /** All that is answered to {@code bytes} and a FIN, up to the server's FIN. */
  public String exchange(String bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  public Socket connect() throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket;
  }
}
