package acuse.server;

import acuse.common.command.CommonOptions;
import acuse.common.command.ExitCode;
import acuse.common.command.GivenText;
import acuse.common.command.OptionGroups;
import acuse.common.command.Program;
import acuse.common.command.SettingDefaults;
import acuse.common.command.VersionProvider;
import acuse.common.logging.BugsOnly;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The {@code server} program's command line: it makes a configuration of its options. Each group of
 * options is a class, named by the key of its heading, and the help shows them in this order.
 */
@Command(name = ServerCommand.NAME, versionProvider = VersionProvider.class, sortOptions = false)
public final class ServerCommand implements Callable<Integer> {
  static final String NAME = "server";

  private final Texts texts;

  @Spec private CommandSpec spec;

  @Mixin(name = "group.wire")
  private WireOptions wire;

  @Mixin(name = "group.limits")
  private GuardOptions limits;

  @Mixin(name = "group.tls")
  TlsOptions tls;

  @Mixin(name = "group.running")
  private RunningOptions running;

  @Mixin(name = "group.operating")
  private AdminOptions admin;

  @Mixin(name = "group.general")
  CommonOptions general;

  ServerCommand(Texts texts) {
    this.texts = texts;
  }

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] decoded) {
    StandardDescriptors.reserve();
    BugsOnly.install();
    System.exit(run(decoded));
  }

  /** Runs the program, and returns its exit status. */
  public static int run(String[] decoded) {
    return new Program(GivenText.environment())
        .run(GivenText.arguments(decoded), ServerCommand.class, ServerCommand::commandLine);
  }

  /** The program's command line, speaking {@code texts}. */
  public static CommandLine commandLine(Texts texts) {
    return OptionGroups.byMixin(new CommandLine(new ServerCommand(texts)))
        .setDefaultValueProvider(new SettingDefaults());
  }

  @Override
  public Integer call() throws InterruptedException {
    if (StandardDescriptors.isOutClosed()) {
      spec.commandLine().getErr().println(NAME + ": " + texts.text("output.closed"));
      return ExitCode.USAGE;
    }
    ServerProgram program =
        new ServerProgram(
            config(), running.quiet, admin.drainDelay, texts, spec.commandLine().getErr());
    try {
      return program.run();
    } catch (PemException e) {
      throw tls.unusable(e, texts);
    }
  }

  /**
   * What the options say.
   *
   * @throws CommandLine.ParameterException if one of them needs another, or excludes it
   */
  ServerConfig config() {
    ServerConfigBuilder config = ServerConfig.builder();
    wire.configure(config);
    limits.check(texts);
    config.guard(limits::configure);
    tls.config(wire.host, wire.only, texts).ifPresent(config::tls);
    running.configure(config);
    admin.config(texts).ifPresent(config::admin);
    SocketActivation.configure(config, spec.commandLine(), texts);
    return config.build();
  }
}
