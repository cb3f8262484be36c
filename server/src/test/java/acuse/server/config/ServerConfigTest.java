package acuse.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  @Test
  void aBadValueIsNamedWithItsName() {
    assertInvalid(ServerConfig.builder().tcpPort(65_536), "invalid tcpPort=65536");
    assertInvalid(ServerConfig.builder().udpPort(-1), "invalid udpPort=-1");
    assertInvalid(ServerConfig.builder().maxMessageBytes(0), "invalid maxMessageBytes=0");
    assertInvalid(ServerConfig.builder().threads(0), "invalid threads=0");
  }

  @Test
  void aReplyMustLeaveRoomForAMessageInADatagram() {
    ReplyTemplate fits = ReplyTemplate.parse("x".repeat(65_504) + "{message}");
    ReplyTemplate doesNot = ReplyTemplate.parse("x".repeat(65_505) + "{message}");
    assertThat(ServerConfig.builder().reply(fits).build().reply()).isSameAs(fits);
    assertThatThrownBy(() -> ServerConfig.builder().reply(doesNot).build())
        .hasMessageStartingWith("invalid reply=x");
    assertThat(ServerConfig.builder().reply(doesNot).only(Protocol.TCP).build().reply())
        .isSameAs(doesNot);
  }

  private static void assertInvalid(ServerConfigBuilder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
