package acuse.server;

import acuse.common.command.CommonOptions;
import acuse.common.command.ExitCode;
import acuse.common.command.GivenText;
import acuse.common.command.OptionGroups;
import acuse.common.command.Program;
import acuse.common.command.ProgramName;
import acuse.common.command.SettingDefaults;
import acuse.common.command.UsageException;
import acuse.common.command.VersionProvider;
import acuse.common.logging.BugsOnly;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.impair.ImpairText;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The {@code server} program's command line: it makes settings of its options. Each group of
 * options is a class, named by the key of its heading, and the help shows them in this order.
 */
@Command(name = ProgramName.SERVER, versionProvider = VersionProvider.class, sortOptions = false)
public final class ServerCommand implements Callable<Integer> {
  /** For its complaints. */
  static final String NAME = ProgramName.of(ProgramName.SERVER);

  /** Runs the settings of a command line. */
  interface Runner {
    /** Returns the exit status. */
    int run(ServerSettings settings) throws InterruptedException, PemException;
  }

  private final Texts texts;
  private final Runner runner;

  @Spec private CommandSpec spec;

  @Mixin(name = "group.wire")
  private WireOptions wire;

  @Mixin(name = "group.limits")
  private GuardOptions limits;

  @Mixin(name = "group.impair")
  private ImpairOptions impair;

  @Mixin(name = "group.forward")
  private ForwardOptions forward;

  @Mixin(name = "group.see")
  private SeeOptions see;

  @Mixin(name = "group.tls")
  private TlsOptions tls;

  @Mixin(name = "group.running")
  private RunningOptions running;

  @Mixin(name = "group.operating")
  private AdminOptions admin;

  @Mixin(name = "group.general")
  CommonOptions general;

  private ServerCommand(Texts texts, Runner runner) {
    this.texts = texts;
    this.runner = runner;
  }

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] decoded) {
    StandardDescriptors.reserve();
    BugsOnly.install();
    System.exit(run(decoded));
  }

  /** Runs the program, and returns its exit status. */
  public static int run(String[] decoded) {
    Program program = new Program(GivenText.environment());
    return program.run(
        GivenText.arguments(decoded),
        ServerCommand.class,
        texts ->
            commandLine(
                texts, settings -> new ServerProgram(settings, texts, program.err()).run()));
  }

  /** The program's command line, speaking {@code texts}, to be looked at; it runs nothing. */
  public static CommandLine commandLine(Texts texts) {
    return commandLine(texts, settings -> ExitCode.OK);
  }

  /** The same, which runs by {@code runner}. */
  static CommandLine commandLine(Texts texts, Runner runner) {
    return OptionGroups.byMixin(new CommandLine(new ServerCommand(texts, runner)))
        .setDefaultValueProvider(new SettingDefaults());
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return runner.run(settings());
    } catch (PemException e) {
      throw tls.unusable(e, texts);
    }
  }

  /**
   * The settings that the options make.
   *
   * @throws UsageException if one of them needs another, or excludes it
   */
  ServerSettings settings() {
    ServerConfigBuilder config = ServerConfig.builder();
    wire.configure(config);
    config.guard(limits::configure);
    tls.config(wire.host, wire.only).ifPresent(config::tls);
    running.configure(config);
    admin.config(texts.language()).ifPresent(config::admin);
    SocketActivation.configure(config, spec.commandLine());
    forward.configure(config, config.build().protocols());
    ServerConfig whole = config.build();
    impair
        .config(
            new ImpairText.Wires(whole.protocols(), whole.forwarded()),
            whole.admin().isPresent(),
            texts)
        .ifPresent(config::impair);
    return new ServerSettings(
        config.build(), running.quiet, admin.drainDelay, see.sessions(), see.pcap());
  }
}
