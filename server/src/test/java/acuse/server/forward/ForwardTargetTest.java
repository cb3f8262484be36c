package acuse.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.server.forward.InvalidTargetException.Part;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardTargetTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:1, localhost, 1",
    "db_1.example-a.org:65535, db_1.example-a.org, 65535",
    "192.0.2.7:53, 192.0.2.7, 53",
    "[::1]:8080, ::1, 8080",
    "[fe80::1%eth0]:80, fe80::1%eth0, 80",
    "[::ffff:127.0.0.1]:80, ::ffff:127.0.0.1, 80",
    "año.example:80, año.example, 80"
  })
  void readsWhatItWrites(String text, String host, int port) {
    assertThat(ForwardTarget.parse(text)).isEqualTo(new ForwardTarget(host, port));
    assertThat(ForwardTarget.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, PORT",
    "localhost:, PORT",
    "localhost:0, PORT",
    "localhost:65536, PORT",
    "localhost:-1, PORT",
    "localhost:+1, PORT",
    "localhost:http, PORT",
    "[::1], PORT",
    "'', PORT",
    ":80, HOST",
    "::1:80, HOST",
    "[]:80, HOST",
    "[localhost]:80, HOST",
    "http://localhost:80, HOST",
    "' localhost:80', HOST",
    "user@localhost:80, HOST"
  })
  void saysWhichPartIsWrong(String text, Part part) {
    assertThatThrownBy(() -> ForwardTarget.parse(text))
        .isInstanceOfSatisfying(
            InvalidTargetException.class, e -> assertThat(e.part()).isEqualTo(part));
  }
}
