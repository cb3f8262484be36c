package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.SourceException;
import acuse.client.output.StandardOutput;
import acuse.client.settings.ClientSettings;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From a failure to a line for people and an exit status. */
class VerdictTest {
  private final List<String> said = new ArrayList<>();
  private final Verdict verdict = new Verdict(Texts.of(ClientMain.class, Language.EN), said::add);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp | UNKNOWN_HOST | 3 | nobody is known by the name '::1'",
        "udp | UNKNOWN_HOST | 3 | nobody is known by the name '::1'",
        "tcp | REFUSED      | 3 | nobody listens on TCP [::1]:7",
        "udp | REFUSED      | 3 | nobody listens on UDP [::1]:7",
        "tcp | UNREACHABLE  | 3 | TCP [::1]:7 cannot be reached",
        "udp | UNREACHABLE  | 3 | UDP [::1]:7 cannot be reached",
        "tcp | BROKEN       | 4 | the connection with TCP [::1]:7 broke; messages without an answer: 5",
        "tcp | CUT | 4 | the connection with TCP [::1]:7 broke; messages without an answer: 5; a reply was cut off",
        "tcp | UNREADABLE   | 4 | TCP [::1]:7 does not send replies with --framing length",
      })
  void everyReasonHasItsStatusAndOneLine(String protocol, Reason reason, int status, String line) {
    assertThat(verdict.of(PeerException.ended(reason, 5), config(protocol, "::1")))
        .isEqualTo(status);
    assertThat(said).containsExactly(line);
  }

  @Test
  void aNameIsShownWithoutItsControlCharacters() {
    assertThat(verdict.of(PeerException.ended(Reason.REFUSED, 0), config("tcp", "a\u001b[2J")))
        .isEqualTo(3);
    assertThat(said).containsExactly("nobody listens on TCP a\\x1b[2J:7");
  }

  @Test
  void aReaderWhoHasEnoughIs0AndNothingIsSaid() {
    assertThat(verdict.of(outputFailure("Broken pipe"))).isZero();
    assertThat(said).isEmpty();
  }

  @Test
  void anOutputThatCannotBeWrittenIs2() {
    assertThat(verdict.of(outputFailure("No space left on device"))).isEqualTo(2);
    assertThat(said).containsExactly("cannot write the output: No space left on device");
  }

  @Test
  void anInputThatCannotBeReadIs2() {
    assertThat(verdict.of(new IOException("Is a directory"))).isEqualTo(2);
    assertThat(said).containsExactly("cannot read the input: Is a directory");
  }

  /** No line is missing: an unknown key would fail. */
  @ParameterizedTest
  @EnumSource(Language.class)
  void everyReasonIsSaidInBothLanguages(Language language) {
    Verdict spoken = new Verdict(Texts.of(ClientMain.class, language), said::add);
    for (Reason reason : Reason.values()) {
      if (reason != Reason.TLS) { // those are in ClientProgramTest
        spoken.of(PeerException.ended(reason, 1), config("tcp", "localhost"));
      }
    }
    assertThat(said).hasSize(Reason.values().length - 1).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyProblemOfTheSourceIsSaidInBothLanguages(Language language) {
    Verdict spoken = new Verdict(Texts.of(ClientMain.class, language), said::add);
    ClientSettings settings =
        ParsedSettings.expected(List.of("--protocol=udp", "--source=[::1]:7"), Map.of());
    for (SourceException.Problem problem : SourceException.Problem.values()) {
      assertThat(spoken.of(SourceException.of(problem), settings.config(Optional.empty())))
          .isEqualTo(2);
    }
    assertThat(said)
        .hasSize(SourceException.Problem.values().length)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.contains("[::1]:7"));
  }

  private static IOException outputFailure(String reason) {
    StandardOutput output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(reason);
              }
            });
    try {
      output.write(1);
      throw new AssertionError("written");
    } catch (IOException failure) {
      return failure;
    }
  }

  private static ClientConfig config(String protocol, String host) {
    ClientSettings settings =
        ParsedSettings.expected(
            List.of("--protocol=" + protocol, "--host", host, "--port=7", "--framing=length"),
            Map.of());
    return settings.config(Optional.empty());
  }
}
