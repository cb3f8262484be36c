package acuse.server;

import acuse.common.command.InvalidValueException;
import acuse.common.command.PortConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Placeholder;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.protocol.ReplyTemplate.InvalidTemplateException;
import acuse.common.text.TerminalText;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import java.net.InetAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options for where the server listens, and for what it answers. */
final class WireOptions {
  @Option(names = "--host", paramLabel = "HOST", converter = HostConverter.class)
  InetAddress host = ServerConfig.DEFAULTS.host();

  @Option(names = "--tcp-port", paramLabel = "PORT", converter = PortConverter.class)
  private int tcpPort = ServerConfig.DEFAULTS.tcpPort();

  @Option(names = "--udp-port", paramLabel = "PORT", converter = PortConverter.class)
  private int udpPort = ServerConfig.DEFAULTS.udpPort();

  @Option(names = "--only", paramLabel = "tcp|udp")
  Protocol only;

  @Option(names = "--framing", paramLabel = "MODE")
  private Framing framing = ServerConfig.DEFAULTS.framing();

  @Option(names = "--reply", paramLabel = "TEMPLATE", converter = ReplyConverter.class)
  private ReplyTemplate reply = ServerConfig.DEFAULTS.reply();

  @Option(names = "--exit-word", paramLabel = "WORD", converter = ExitWordConverter.class)
  private ExitWord exitWord = ServerConfig.DEFAULTS.exitWord();

  @Option(
      names = "--max-message-bytes",
      paramLabel = "N",
      converter = PositiveNumberConverter.class)
  private int maxMessageBytes = ServerConfig.DEFAULTS.maxMessageBytes();

  /** Passes these options on to {@code config}. */
  void configure(ServerConfigBuilder config) {
    config
        .host(host)
        .tcpPort(tcpPort)
        .udpPort(udpPort)
        .framing(framing)
        .reply(reply)
        .exitWord(exitWord)
        .maxMessageBytes(maxMessageBytes);
    if (only != null) {
      config.only(only);
    }
  }

  private static final class ExitWordConverter implements ITypeConverter<ExitWord> {
    @Override
    public ExitWord convert(String value) {
      return ExitWord.of(value);
    }
  }

  private static final class ReplyConverter implements ITypeConverter<ReplyTemplate> {
    @Override
    public ReplyTemplate convert(String value) {
      try {
        ReplyTemplate template = ReplyTemplate.parse(value);
        if (!ServerConfig.fitsDatagram(template)) {
          throw new InvalidValueException("value.reply.tooLong", Protocol.MAX_DATAGRAM_BYTES);
        }
        return template;
      } catch (InvalidTemplateException e) {
        String placeholder = TerminalText.escape(e.placeholder());
        throw e.repeated()
            ? new InvalidValueException("value.reply.repeated", placeholder)
            : new InvalidValueException("value.reply.unknown", placeholder, Placeholder.list());
      }
    }
  }
}
