package acuse.client.settings;

import static acuse.common.command.ProgramOption.flag;
import static acuse.common.command.ProgramOption.value;

import acuse.client.input.InputFormat;
import acuse.client.output.OutputFormat;
import acuse.common.command.CountConverter;
import acuse.common.command.DurationConverter;
import acuse.common.command.FileConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.ProgramOption;
import acuse.common.command.WordConverter;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of the client. A new option is declared here, put into one of the lists, and read in
 * {@link ClientSettings#of}; its sentence goes into the texts of each language.
 */
public final class ClientOptions {
  static final ProgramOption<Protocol> PROTOCOL =
      value(
          "--protocol", "tcp|udp", Protocol.class, new WordConverter<>(List.of(Protocol.values())));

  static final ProgramOption<String> HOST =
      value("--host", "HOST", String.class, new NonBlankConverter("value.host"))
          .withDefault("127.0.0.1");

  /** Read by {@link SourceText}, and only if it is given. */
  static final ProgramOption<String> SOURCE =
      value("--source", "[HOST]:PORT", String.class, new NonBlankConverter("value.source"));

  /** The default is the protocol's. */
  static final ProgramOption<Integer> PORT =
      value("--port", "PORT", Integer.class, new PeerPortConverter());

  /** There is no doubt about the framing of our own messages, so it cannot be "auto". */
  static final ProgramOption<Framing> FRAMING =
      value(
              "--framing",
              "MODE",
              Framing.class,
              new WordConverter<>(List.of(Framing.LINE, Framing.RAW, Framing.LENGTH)))
          .withDefault("line");

  static final ProgramOption<Duration> TIMEOUT =
      value("--timeout", "TIME", Duration.class, new DurationConverter()).withDefault("2s");

  static final ProgramOption<Integer> RETRIES =
      value("--retries", "N", Integer.class, new CountConverter()).withDefault("0");

  /** The default depends on the protocol. */
  static final ProgramOption<Integer> WINDOW =
      value("--window", "N", Integer.class, new PositiveNumberConverter());

  static final ProgramOption<Boolean> TLS = flag("--tls");
  static final ProgramOption<Path> TLS_CA = file("--tls-ca");
  static final ProgramOption<Path> TLS_CERTIFICATE = file("--tls-cert");
  static final ProgramOption<Path> TLS_KEY = file("--tls-key");
  static final ProgramOption<Boolean> TLS_INSECURE = flag("--tls-insecure");

  /** Looked at by {@link TlsSettings}, and only if it is given. */
  static final ProgramOption<String> TLS_NAME =
      value("--tls-name", "NAME", String.class, new NonBlankConverter("value.host"));

  static final ProgramOption<Boolean> CHECK = flag("--check");
  static final ProgramOption<String> EXPECT =
      value("--expect", "TEXT", String.class, new NonBlankConverter("value.expect"));

  /** The default depends on whether stdout is a terminal. */
  static final ProgramOption<OutputFormat> FORMAT =
      value(
          "--format",
          "FORMAT",
          OutputFormat.class,
          new WordConverter<>(List.of(OutputFormat.values())));

  static final ProgramOption<InputFormat> INPUT =
      value(
              "--input",
              "text|hex",
              InputFormat.class,
              new WordConverter<>(List.of(InputFormat.values())))
          .withDefault("text");

  /** Taken from the arguments before they are read, for what is said of them: {@link Language}. */
  static final ProgramOption<Language> LANG =
      value("--lang", "es|en", Language.class, new WordConverter<>(List.of(Language.values())));

  static final ProgramOption<Boolean> NO_HISTORY = flag("--no-history");
  static final ProgramOption<Boolean> VERBOSE = flag("--verbose");

  /** Options about the server. */
  public static final List<ProgramOption<?>> PEER =
      List.of(PROTOCOL, HOST, PORT, FRAMING, TIMEOUT, RETRIES, WINDOW, TLS, CHECK);

  /** Further options for {@code --tls}, whose line in the help names them. */
  public static final List<ProgramOption<?>> TLS_DETAILS =
      List.of(TLS_CA, TLS_CERTIFICATE, TLS_KEY, TLS_INSECURE, TLS_NAME);

  /** Options that the lines of {@code --host}, {@code --check} and {@code --format} name. */
  public static final List<ProgramOption<?>> FURTHER = List.of(SOURCE, EXPECT, INPUT);

  /** Options about the output. */
  public static final List<ProgramOption<?>> OUTPUT = List.of(FORMAT, LANG, NO_HISTORY, VERBOSE);

  /** All options, except for {@code --help} and {@code --version}. */
  public static final List<ProgramOption<?>> ALL = all();

  private ClientOptions() {}

  private static ProgramOption<Path> file(String name) {
    return value(name, "FILE", Path.class, new FileConverter());
  }

  private static List<ProgramOption<?>> all() {
    List<ProgramOption<?>> all = new ArrayList<>(PEER);
    all.addAll(TLS_DETAILS);
    all.addAll(FURTHER);
    all.addAll(OUTPUT);
    return List.copyOf(all);
  }
}
