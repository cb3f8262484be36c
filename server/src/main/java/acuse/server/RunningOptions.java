package acuse.server;

import acuse.common.command.InvalidValueException;
import acuse.common.command.WholeNumber;
import acuse.common.command.WordConverter;
import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options for how the server runs. */
final class RunningOptions {
  @Option(names = "--transport", paramLabel = "NAME", converter = TransportConverter.class)
  private IoTransport transport = ServerConfig.DEFAULTS.transport();

  @Option(names = "--threads", paramLabel = "N", converter = ThreadsConverter.class)
  private Integer threads;

  @Option(names = "--quiet")
  boolean quiet;

  /** Passes these options on to {@code config}. */
  void configure(ServerConfigBuilder config) {
    config.transport(transport);
    if (threads != null) {
      config.threads(threads);
    }
  }

  private static final class ThreadsConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return WholeNumber.parse(value, 1, ServerConfig.MAX_THREADS);
    }
  }

  private static final class TransportConverter implements ITypeConverter<IoTransport> {
    @Override
    public IoTransport convert(String value) {
      IoTransport transport = new WordConverter<>(IoTransport.class).convert(value);
      if (!transport.isAvailable()) {
        throw new InvalidValueException(
            "value.transport", ServerProgram.describeMissing(transport));
      }
      return transport;
    }
  }
}
