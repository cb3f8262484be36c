package acuse.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.ServerCommand;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetFailure;
import acuse.server.guard.Limit;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Impairment;
import acuse.server.impair.Path;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SideCounts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerConsoleTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 35814);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void showsWhatHappensInSpanish() {
    try (ServerConsole console = console(Language.ES)) {
      console.listening(Protocol.TCP, new InetSocketAddress("127.0.0.1", 65432));
      console.listening(Protocol.UDP, new InetSocketAddress("::1", 65433));
      console.began(session(Protocol.TCP));
      say(console, "Hola");
      console.rejected(session(Protocol.UDP), 100);
      console.ended(session(Protocol.TCP), SessionEnd.EXIT, new SideCounts(3, 27, 1));
    }
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "Servidor TCP esperando conexiones en 127.0.0.1:65432",
            "Servidor UDP esperando mensajes en [::1]:65433",
            "Cliente TCP conectado: 127.0.0.1:35814",
            "Mensaje recibido (TCP) de 127.0.0.1:35814: Hola",
            "Mensaje rechazado (UDP) de 127.0.0.1:35814: supera 100 bytes",
            "Cliente TCP desconectado: 127.0.0.1:35814 (se despidió; 3 mensajes en 1 lectura)");
  }

  @Test
  void showsWhatHappensInEnglish() {
    try (ServerConsole console = console(Language.EN)) {
      console.listening(Protocol.TCP, PEER);
      say(console, "Hola");
    }
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "TCP server waiting for connections on 127.0.0.1:35814",
            "Message received (TCP) from 127.0.0.1:35814: Hola");
  }

  @Test
  void aMessageCannotDriveTheTerminalNorFillTheMemory() {
    try (ServerConsole console = console(Language.ES)) {
      say(console, "\u001b[2J\nMensaje recibido (TCP) de nadie: falso");
      say(console, "x".repeat(60_000));
    }
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "Mensaje recibido (TCP) de 127.0.0.1:35814: "
                + "\\x1b[2J\\nMensaje recibido (TCP) de nadie: falso",
            "Mensaje recibido (TCP) de 127.0.0.1:35814: "
                + "x".repeat(2000)
                + "… (y 58000 bytes más)");
  }

  @ParameterizedTest
  @EnumSource(SessionEnd.class)
  void hasWordsForEveryEnd(SessionEnd why) {
    try (ServerConsole console = console(Language.EN)) {
      console.ended(session(Protocol.UDP), why, new SideCounts(1, 5, 2));
    }
    assertThat(out.toString(UTF_8))
        .matches("UDP session ended: 127.0.0.1:35814 \\([a-z ]+; 1 message in 2 datagrams\\)\n");
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void hasWordsForEveryFaultOnPurpose(Path path) {
    List<Fault> faults = new ArrayList<>();
    new Impairment(ImpairConfig.none(), now -> {})
        .counters()
        .forEach(path, (fault, count) -> faults.add(fault));
    try (ServerConsole console = console(Language.EN)) {
      faults.forEach(fault -> console.impaired(session(path.protocol()), path, fault, 7));
    }
    assertThat(out.toString(UTF_8).lines())
        .hasSameSizeAs(faults)
        .allMatch(
            line ->
                line.matches(
                    "(Message|Reply) 7 \\(%s\\) (from|to) 127.0.0.1:35814: [a-z ]+ on purpose \\(%s\\)"
                        .formatted(path.protocol(), path.direction())));
  }

  @Test
  void aRateMakesWaitOverTcpAndDropsOverUdp() {
    try (ServerConsole console = console(Language.EN)) {
      console.impaired(session(Protocol.TCP), Path.TCP_IN, Fault.RATE, 1);
      console.impaired(session(Protocol.UDP), Path.UDP_OUT, Fault.RATE, 2);
    }
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "Message 1 (TCP) from 127.0.0.1:35814: slowed down on purpose (in)",
            "Reply 2 (UDP) to 127.0.0.1:35814: dropped above the rate on purpose (out)");
  }

  @Test
  void faultsOnPurposeAreShownAsTheOptionTakesThem() {
    try (ServerConsole console = console(Language.ES)) {
      console.faultsExchanged(ImpairConfig.of(7, "udp:loss=2", "tcp:stall=5s"));
      console.faultsExchanged(ImpairConfig.none());
    }
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "Fallos a propósito: --impair-seed 7",
            "Fallos a propósito: --impair tcp:stall=5s",
            "Fallos a propósito: --impair udp-in:loss=2",
            "Fallos a propósito: --impair udp-out:loss=2",
            "Fallos a propósito: ninguno");
  }

  @Test
  void whatLimitsDidIsOneLine() {
    try (ServerConsole console = console(Language.ES)) {
      console.limitsActed(new EnumMap<>(Map.of(Limit.CONNECTIONS, 12L, Limit.UDP_RATE, 3L)));
    }
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "Sin atender: conexiones de más (--max-connections): 12; "
                + "datagramas por encima de --udp-rate: 3\n");
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void hasWordsForEveryLimit(Limit limit) {
    try (ServerConsole console = console(Language.EN)) {
      console.limitsActed(Map.of(limit, 3L));
    }
    assertThat(out.toString(UTF_8)).matches("Not served: [A-Za-z ]+.*: 3\n");
  }

  @Test
  void saysOnTheOtherOutputWhatWentWrong() {
    try (ServerConsole console = console(Language.EN)) {
      console.complain("server: no");
    }
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).isEqualTo("server: no\n");
  }

  @Test
  void saysEverythingInBothLanguages() {
    BothLanguages.assertSayTheSame(ServerCommand.class);
  }

  @Test
  void showsBothDirectionsOfWhatIsForwardedAndNoAcknowledgements() {
    try (ServerConsole console = console(Language.EN, Protocol.TCP)) {
      console.forwarding(Protocol.TCP, new ForwardTarget("::1", 80));
      for (Protocol protocol : Protocol.values()) {
        ByteBuf bytes = Unpooled.copiedBuffer("hola\n", UTF_8);
        console.received(session(protocol), bytes, 0, 5);
        console.replied(session(protocol), bytes, 0, 5);
        console.impaired(session(protocol), Path.out(protocol), Fault.MUTE, 2);
      }
    }
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "TCP is forwarded to [::1]:80",
            "Message received (TCP) from 127.0.0.1:35814: hola\\n",
            "Reply (TCP) to 127.0.0.1:35814: hola\\n",
            "Reply 2 (TCP) to 127.0.0.1:35814: not answered on purpose (out)",
            "Message received (UDP) from 127.0.0.1:35814: hola\\n",
            "Message 2 (UDP) from 127.0.0.1:35814: not answered on purpose (out)");
  }

  @ParameterizedTest
  @EnumSource(TargetFailure.Reason.class)
  void saysInOneLineWhyATargetCannotBeReached(TargetFailure.Reason reason) {
    try (ServerConsole console = console(Language.EN)) {
      console.targetUnreachable(
          session(Protocol.TCP),
          new ForwardTarget("target.example", 80),
          new TargetFailure(reason, "two\nlines"));
    }
    assertThat(out.toString(UTF_8))
        .matches("TCP target target.example:80 [a-z ]+ for 127.0.0.1:35814(: [^\n]+)?\n");
  }

  private ServerConsole console(Language language) {
    return console(language, new Protocol[0]);
  }

  private ServerConsole console(Language language, Protocol... forwarded) {
    return new ServerConsole(
        Channels.newChannel(out),
        Channels.newChannel(err),
        Texts.of(ServerCommand.class, language),
        false,
        Set.of(forwarded));
  }

  private static Session session(Protocol protocol) {
    return new Session(1, protocol, PEER, PEER, Instant.EPOCH, false);
  }

  private static void say(ServerConsole console, String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, UTF_8);
    console.received(session(Protocol.TCP), bytes, 0, bytes.readableBytes());
  }
}
