package acuse.server;

import acuse.common.command.InvalidValueException;
import acuse.common.command.UsageException;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.InvalidTargetException;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options for forwarding to other programs. */
final class ForwardOptions {
  private static final String TCP = "--forward-tcp";
  private static final String UDP = "--forward-udp";

  @Option(names = TCP, paramLabel = "HOST:PORT", converter = TargetConverter.class)
  private ForwardTarget tcp;

  @Option(names = UDP, paramLabel = "HOST:PORT", converter = TargetConverter.class)
  private ForwardTarget udp;

  /**
   * Passes these options on to {@code config}.
   *
   * @param protocols the ones that the server listens on
   * @throws UsageException if a protocol is to be forwarded that is not one of them
   */
  void configure(ServerConfigBuilder config, Set<Protocol> protocols) {
    if (tcp != null) {
      require(protocols, Protocol.TCP, TCP);
      config.forwardTcp(tcp);
    }
    if (udp != null) {
      require(protocols, Protocol.UDP, UDP);
      config.forwardUdp(udp);
    }
  }

  private static void require(Set<Protocol> protocols, Protocol protocol, String option) {
    if (!protocols.contains(protocol)) {
      throw new UsageException("usage.forwardShutOut", option, protocol);
    }
  }

  private static final class TargetConverter implements ITypeConverter<ForwardTarget> {
    @Override
    public ForwardTarget convert(String value) {
      try {
        return ForwardTarget.parse(value);
      } catch (InvalidTargetException e) {
        throw new InvalidValueException(
            e.part() == InvalidTargetException.Part.PORT
                ? "value.target.port"
                : "value.target.host");
      }
    }
  }
}
