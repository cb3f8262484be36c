package acuse.client.tls;

/** Why TLS did not come about, or did not last. */
public enum TlsProblem {
  /** No authority that we trust issued the server's certificate. */
  NOT_TRUSTED,
  /** The server's certificate is too old. */
  EXPIRED,
  /** The server's certificate is not valid yet, or a clock is wrong. */
  NOT_YET_VALID,
  /** The server's certificate is somebody else's. */
  OTHER_NAME,
  /** The two know no version or no ciphers in common. */
  NOTHING_IN_COMMON,
  /** The server does not speak TLS. */
  NOT_SPOKEN,
  /** The server asks for a client certificate, and we showed none. */
  CERTIFICATE_WANTED,
  /** The server does not like the certificate that we showed. */
  CERTIFICATE_REFUSED,
  /** The server closed the connection instead of agreeing. */
  BROKEN_OFF,
  /** The server did not agree in time. */
  NO_ANSWER,
  /** The connection ended without the server saying so: what came last may be cut. */
  CUT,
  /** Anything else; the details say what. */
  OTHER
}
