package acuse.server.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopDetectorTest {
  private static final String DEFAULT = "Servidor {protocol} recibió: {message}";

  @ParameterizedTest
  @CsvSource({
    DEFAULT + ", hola, false",
    DEFAULT + ", '', false",
    DEFAULT + ", Servidor UDP recibió: hola, false",
    DEFAULT + ", Servidor UDP recibió: Servidor UDP recibió: hola, true",
    DEFAULT + ", A: Servidor UDP recibió: A: Servidor UDP recibió: hola, true",
    DEFAULT + ", Servidor UDP recibió: Servidor TCP recibió: hola, false",
    DEFAULT + ", Servidor UDP recibió: Servidor UDP rechazó: el mensaje, true",
    DEFAULT + ", 'Servidor UDP rechazó: Servidor UDP rechazó: ', true",
    DEFAULT + ", 'SSSServidor UDP recibió: SServidor UDP recibió: ', true",
    DEFAULT + ", 'Servidor UDP recibió: Servidor UDP recibió:', false",
    "{message} (received), a (received), false",
    "{message} (received), a (received) (received), true",
    "x{message}, xylophone axe, false",
    "x{message}, xxylophone, true",
    "x{message}, x, false",
    "{message} :ack, a :ack :ack, true",
    "{message} :ack, :ack :ack a, false",
    "{message} :ack, a :ack, false",
    "{message}, Servidor UDP recibió: Servidor UDP recibió: hola, false",
    "{message}, 'Servidor UDP rechazó: Servidor UDP rechazó: ', true",
    "ok {message} says the server of room 1, ok ok a says the server of room 1, false",
    "ok {message} says the server of room 1,"
        + " ok > ok a says the server of room 1 < says the server of room 1, true",
    "ok, ok, true",
    "ok, ok ok ok, false",
    "ok, okay, false",
    "[{number}] says the server {message}, [1] says the server a [22] says the server b, true",
    "[{number}] says the server {message}, [1] says the server a, false",
    "{number}: {message}, 1: 2: hola, false",
    "{number}: {message}, 1: 2: 3: 44: hola, true",
    "{number}: {message}, 1: 2: x 3: 44: hola, false",
    "{number}: {message}, 'Servidor UDP rechazó: Servidor UDP rechazó: ', true",
    "{number}{message}, 123456, false",
    "{time} {message}, '2026-01-31T23:59:59.999Z Servidor UDP rechazó: a', true",
    "{number}{bytes} {message}, 12 12 3 45 hola, false",
    "{number}{bytes} {message}, 12 12 33 45 hola, true",
    "{peer} {message}, 127.0.0.1:5000 127.0.0.1:5001 hola, true",
    "{peer} {message}, 127.0.0.1:5000 hola, false",
    "{peer} {message}, 127.0.0.1:5000 127.0.0.1: hola, false",
    "{peer} {message}, [::1]:5000 [fe80::a:1]:5001 hola, true",
    "{peer.address} {message}, ::1 127.0.0.1 hola, true",
    "{message} {time}, hola 2026-01-31T23:59:59.999Z 2026-01-31T23:59:59.999Z, true",
    "{message} {time}, hola 2026-01-31T23:59:59.999Z, false",
    "{message} {time}, hola 2026-01-31T23:59:59.999Z > 2026-01-31T23:59:59.999Z <, true",
    "{message} {number}, hola 1 2 3 4, true",
    "{message} {number}, 1 2 3 4 hola, false",
    "ok {number}, ok 123, true",
    "ok {number}, ok, false",
    "ok {number}, ok 123., false",
    "{number}, 123, false",
    "{time}, 2026-01-31T23:59:59.999Z, true"
  })
  void recognizesWhatGoesRound(String template, String datagram, boolean isLoop) {
    LoopDetector detector = new LoopDetector(ReplyTemplate.parse(template).compile(Protocol.UDP));
    ByteBuf bytes = Unpooled.copiedBuffer("Servidor UDP recibió: " + datagram + "ó: ", UTF_8);
    int index = "Servidor UDP recibió: ".getBytes(UTF_8).length;
    assertThat(detector.isLoop(bytes, index, datagram.getBytes(UTF_8).length, false))
        .isEqualTo(isLoop);
  }

  /** Rejections carry nothing that could add up. */
  @ParameterizedTest
  @CsvSource({
    DEFAULT + ", hola, false",
    DEFAULT + ", Servidor UDP recibió: hola, false",
    DEFAULT + ", 'Servidor UDP rechazó: el mensaje supera 10 bytes', true",
    DEFAULT + ", '> Servidor UDP rechazó: el mensaje supera 10 bytes <', true",
    DEFAULT + ", Servidor UDP recibió: Servidor UDP recibió: hola, true",
    "{message}, 'Servidor UDP rechazó: el mensaje supera 10 bytes', true",
    "ok, 'Servidor UDP rechazó: el mensaje supera 10 bytes', true",
    "ok, ok, false"
  })
  void noRejectionIsRejected(String template, String datagram, boolean isLoop) {
    LoopDetector detector = new LoopDetector(ReplyTemplate.parse(template).compile(Protocol.UDP));
    ByteBuf bytes = Unpooled.copiedBuffer(datagram, UTF_8);
    assertThat(detector.isLoop(bytes, 0, bytes.readableBytes(), true)).isEqualTo(isLoop);
  }

  /** Far from its ends, a long datagram is its sender's own affair, and costs no time. */
  @Test
  void whatRoundsAddIsAtTheEnds() {
    LoopDetector detector = new LoopDetector(ReplyTemplate.parse(DEFAULT).compile(Protocol.UDP));
    String ours = "Servidor UDP recibió: ";
    String filler = "S".repeat(20_000);
    assertThat(isLoop(detector, "A: " + ours + "A: " + ours + filler)).isTrue();
    assertThat(isLoop(detector, filler + ours + ours)).isTrue();
    assertThat(isLoop(detector, filler + ours + ours + filler)).isFalse();
  }

  private static boolean isLoop(LoopDetector detector, String datagram) {
    ByteBuf bytes = Unpooled.copiedBuffer(datagram, UTF_8);
    return detector.isLoop(bytes, 0, bytes.readableBytes(), false);
  }
}
