package acuse.server.connection;

/**
 * The handshake is done; told once, before any of the peer's bytes.
 *
 * @param version as Java names it, such as {@code TLSv1.3}
 * @param cipher as Java names it, such as {@code TLS_AES_128_GCM_SHA256}
 */
public record TlsEstablished(String version, String cipher) {}
