package acuse.server.tls;

import acuse.common.tls.Credentials;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Makes a self-signed certificate (RFC 5280) with a new P-256 key, valid for 30 days. The JDK reads
 * certificates but has no way to make one.
 */
final class SelfSignedCertificate {
  private static final Duration VALID_FOR = Duration.ofDays(30);

  /** For peers whose clock is slow. */
  private static final Duration VALID_SINCE = Duration.ofDays(1);

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final byte[] VERSION_3 = {2, 1, 2};
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("2A8648CE3D040302"));

  private static final String SUBJECT_KEY_IDENTIFIER = "551D0E";
  private static final String KEY_USAGE = "551D0F";
  private static final String SUBJECT_ALTERNATIVE_NAME = "551D11";
  private static final String BASIC_CONSTRAINTS = "551D13";
  private static final String EXTENDED_KEY_USAGE = "551D25";
  private static final String SERVER_AUTHENTICATION = "2B06010505070301";

  private static final byte[] CRITICAL = {1, 1, (byte) 0xFF};
  private static final byte[] NOT_CRITICAL = {};

  /** A string of one bit: digitalSignature. */
  private static final byte[] MAY_SIGN = {Der.BIT_STRING, 2, 7, (byte) 0x80};

  /** Context-specific tags. */
  private static final int VERSION = 0xA0;

  private static final int EXTENSIONS = 0xA3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private SelfSignedCertificate() {}

  /** One for localhost, its addresses, and {@code host}; a wildcard is every address there is. */
  static Credentials forHost(InetAddress host) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(keys, names(host));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] certificate = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      return new Credentials(
          keys.getPrivate(),
          List.of(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(certificate))));
    } catch (GeneralSecurityException | SocketException e) {
      throw new IllegalStateException("cannot make a certificate host=" + host, e);
    }
  }

  private static byte[] content(KeyPair keys, byte[] names) throws GeneralSecurityException {
    Instant now = Instant.now();
    byte[] name = new X500Principal("CN=Acuse").getEncoded();
    byte[] publicKey = keys.getPublic().getEncoded();
    return Der.sequence(
        Der.value(VERSION, VERSION_3),
        Der.value(Der.INTEGER, new BigInteger(127, new SecureRandom()).setBit(120).toByteArray()),
        ECDSA_WITH_SHA256,
        name,
        Der.sequence(time(now.minus(VALID_SINCE)), time(now.plus(VALID_FOR))),
        name,
        publicKey,
        Der.value(
            EXTENSIONS,
            Der.sequence(
                extension(BASIC_CONSTRAINTS, CRITICAL, Der.sequence()),
                extension(KEY_USAGE, CRITICAL, MAY_SIGN),
                extension(
                    EXTENDED_KEY_USAGE,
                    NOT_CRITICAL,
                    Der.sequence(Der.identifier(SERVER_AUTHENTICATION))),
                extension(SUBJECT_ALTERNATIVE_NAME, NOT_CRITICAL, names),
                extension(
                    SUBJECT_KEY_IDENTIFIER,
                    NOT_CRITICAL,
                    Der.value(
                        Der.OCTET_STRING, MessageDigest.getInstance("SHA-1").digest(publicKey))))));
  }

  private static byte[] extension(String identifier, byte[] critical, byte[] value) {
    return Der.sequence(Der.identifier(identifier), critical, Der.value(Der.OCTET_STRING, value));
  }

  /** Good until the year 2049. */
  private static byte[] time(Instant time) {
    return Der.ascii(Der.UTC_TIME, UTC_TIME.format(time));
  }

  private static byte[] names(InetAddress host) throws SocketException {
    Set<String> addresses = new LinkedHashSet<>(List.of("7f000001", "0".repeat(31) + "1"));
    Stream<InetAddress> hosts =
        host.isAnyLocalAddress()
            ? NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
            : Stream.of(host);
    hosts.forEach(address -> addresses.add(HexFormat.of().formatHex(address.getAddress())));
    Set<String> names = new LinkedHashSet<>(List.of("localhost"));
    nameGiven(host).ifPresent(names::add);
    return Der.sequence(
        Stream.concat(
                names.stream().map(name -> Der.ascii(DNS_NAME, name)),
                addresses.stream()
                    .map(address -> Der.value(IP_ADDRESS, HexFormat.of().parseHex(address))))
            .toArray(byte[][]::new));
  }

  /** The name that the address was looked up by, if it was; asking for it would ask the network. */
  private static Optional<String> nameGiven(InetAddress host) {
    String name = host.toString().substring(0, host.toString().indexOf('/'));
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
