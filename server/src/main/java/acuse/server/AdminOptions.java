package acuse.server;

import acuse.common.command.DelayConverter;
import acuse.common.command.InvalidValueException;
import acuse.common.command.PortConverter;
import acuse.common.command.UsageException;
import acuse.common.text.Language;
import acuse.server.admin.AdminConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options for those who operate a server. Loads no classes of HTTP unless they are needed. */
final class AdminOptions {
  private static final String PORT = "--admin-port";
  private static final String HOST = "--admin-host";
  private static final String TOKEN = "--admin-token";
  private static final String HIDE_MESSAGES = "--admin-hide-messages";

  @Option(names = PORT, paramLabel = "PORT", converter = PortConverter.class)
  private Integer port;

  @Option(names = HOST, paramLabel = "HOST", converter = HostConverter.class)
  private InetAddress host;

  @Option(names = TOKEN, paramLabel = "TOKEN", converter = TokenConverter.class)
  private String token;

  @Option(names = HIDE_MESSAGES)
  private boolean hidesMessages;

  /** How long the server still serves after SIGTERM. */
  @Option(names = "--drain-delay", paramLabel = "TIME", converter = DelayConverter.class)
  Duration drainDelay = Duration.ZERO;

  /**
   * The admin port that the options ask for; empty if they ask for none.
   *
   * @param language of its sentences
   * @throws UsageException if one needs another
   */
  Optional<AdminConfig> config(Language language) {
    if (port == null) {
      if (host != null || token != null || hidesMessages) {
        String given = host != null ? HOST : token != null ? TOKEN : HIDE_MESSAGES;
        throw new UsageException("admin.noPort", given, PORT);
      }
      return Optional.empty();
    }
    InetSocketAddress address =
        new InetSocketAddress(host == null ? InetAddress.getLoopbackAddress() : host, port);
    if (token == null && AdminConfig.needsToken(address)) {
      throw new UsageException("admin.noToken", HOST, address.getAddress().getHostAddress(), TOKEN);
    }
    return Optional.of(
        new AdminConfig(address, Optional.ofNullable(token), language, hidesMessages));
  }

  private static final class TokenConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!AdminConfig.isToken(value)) {
        throw new InvalidValueException("value.token");
      }
      return value;
    }
  }
}
